// The state: all that decides what is shown, except what the view shows.

/**
 * @typedef {object} State
 * @property {boolean} isReady whether all data is loaded
 * @property {number} layout index of the current layout
 * @property {number} coloring index of the current coloring
 * @property {number} compared index of the coloring beside it, or -1
 * @property {number[] | null} selected rows in list order, also those that a filter hides
 * @property {string} query what is searched for; empty if rows were selected otherwise
 * @property {import("./filters.js").Filters} filters that hide rows
 * @property {boolean} areNamed whether names stand on the map
 * @property {number} pointed the row under the pointer, or -1
 * @property {number} pinned the row on the card, or -1
 * @property {import("./view.js").Place[]} path the lasso being drawn
 * @property {boolean} isLassoOn whether dragging draws a lasso
 * @property {number} doublings what the reader adds to the size of points
 * @property {"" | "light" | "dark"} theme empty for that of the system
 * @property {string} vision whose color vision is simulated; empty for none
 * @property {number} moves how often the view has moved
 * @property {number} changes how often colors or legends were replaced
 * @property {number} reads how often more became known of rows
 */

/** @type {Readonly<State>} */
export const FIRST_STATE = {
  isReady: false,
  layout: 0,
  coloring: 0,
  compared: -1,
  selected: null,
  query: "",
  filters: {},
  areNamed: true,
  pointed: -1,
  pinned: -1,
  path: [],
  isLassoOn: false,
  doublings: 0,
  theme: "",
  vision: "",
  moves: 0,
  changes: 0,
  reads: 0,
};
