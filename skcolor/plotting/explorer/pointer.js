// Mouse, pen and touch on the map: one pointer pans or draws a lasso, two pinch, the wheel
// zooms.

/** @typedef {import("./view.js").Place} Place */

/** @typedef {import("./selection.js").How} How */

/**
 * What the pointer does.
 * @typedef {object} Actions
 * @property {(change: () => void) => void} move
 * @property {(place: Place | null) => void} point
 * @property {(place: Place, how: How) => void} click
 * @property {(path: Place[], how: How) => void} lasso
 * @property {() => boolean} isLassoOn
 * @property {(path: Place[]) => void} sketch
 */

const STILL = 5; // largest movement of a click, in pixels

/**
 * @param {HTMLElement} surface
 * @param {import("./view.js").View} view
 * @param {Actions} actions
 */
export function listenToPointer(surface, view, actions) {
  /** @type {Map<number, Place>} */
  const held = new Map(); // pressed pointers and their positions
  /** @type {Place[] | null} */
  let path = null; // the lasso being drawn
  let traveled = 0;
  /** @type {How} */
  let how = "replace";
  /**
   * @param {MouseEvent} event
   * @returns {Place}
   */
  const place = (event) => [event.offsetX, event.offsetY];

  surface.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    surface.setPointerCapture(event.pointerId);
    held.set(event.pointerId, place(event));
    traveled = held.size > 1 ? Infinity : 0; // a pinch does not end in a click
    how = event.shiftKey ? "add" : event.altKey ? "remove" : "replace";
    const draws = held.size === 1 && (actions.isLassoOn() || how !== "replace");
    path = draws ? [place(event)] : null;
    actions.sketch(path ?? []);
    actions.point(null);
  });

  surface.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    const now = place(event);
    if (!before) return void actions.point(now);
    const step = Math.hypot(now[0] - before[0], now[1] - before[1]);
    traveled += step;
    if (path) {
      if (step < 2) return; // too short: it would only add vertices to the lasso
      path.push(now);
      actions.sketch([...path]);
    } else if (held.size === 1) {
      actions.move(() => view.pan(now[0] - before[0], now[1] - before[1]));
    } else {
      const other = [...held].find(([id]) => id !== event.pointerId);
      if (other) actions.move(() => pinch(view, before, now, other[1]));
    }
    held.set(event.pointerId, now);
  });

  /** @param {PointerEvent} event */
  const release = (event) => {
    if (!held.delete(event.pointerId)) return;
    if (event.type === "pointerup" && traveled < STILL) actions.click(place(event), how);
    else if (event.type === "pointerup" && path && path.length > 2) actions.lasso(path, how);
    path = null;
    actions.sketch([]);
  };
  surface.addEventListener("pointerup", release);
  surface.addEventListener("pointercancel", release);
  surface.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse") actions.point(null); // touch leaves when a finger lifts
  });
  surface.addEventListener("dblclick", (event) => {
    actions.move(() => view.zoom(2, ...place(event)));
  });
  surface.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const pixels = event.deltaY * (event.deltaMode === 1 ? 30 : 1);
      const speed = event.ctrlKey ? 0.01 : 0.002; // trackpads report a pinch as wheel with ctrl
      actions.move(() => view.zoom(Math.exp(-pixels * speed), ...place(event)));
    },
    { passive: false },
  );

  return {
    /** Drop the lasso that is being drawn. */
    cancel() {
      path = null;
      held.clear();
      actions.sketch([]);
    },
  };
}

/**
 * Two-finger pan and zoom: the map points under both fingers stay under them.
 * @param {import("./view.js").View} view
 * @param {Place} before
 * @param {Place} now
 * @param {Place} other
 */
function pinch(view, before, now, other) {
  /** @param {Place} finger */
  const apart = (finger) => Math.hypot(finger[0] - other[0], finger[1] - other[1]);
  /** @param {Place} finger */
  const middle = (finger) => /** @type {Place} */ (finger.map((c, i) => (c + other[i]) / 2));
  const [from, to] = [middle(before), middle(now)];
  view.pan(to[0] - from[0], to[1] - from[1]);
  if (apart(before) > 0) view.zoom(apart(now) / apart(before), ...to);
}
