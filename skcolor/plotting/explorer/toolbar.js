// A toolbar is one stop of the tab key; arrows go from button to button, as the ARIA
// Authoring Practices Guide has it.

const MOST_COVERED = 0.1; // share of the map that the view need not keep clear of

/** @param {HTMLElement} bar */
export function makeToolbar(bar) {
  const buttons = [...bar.querySelectorAll("button")].filter((button) => !button.hidden);
  /** @param {HTMLElement} chosen */
  const choose = (chosen) => {
    for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1;
  };
  choose(buttons[0]);
  bar.addEventListener("focusin", ({ target }) => {
    choose(/** @type {HTMLElement} */ (target));
    // The style decides whether the buttons lie in a row.
    const isRow = buttons[0].offsetTop === buttons[1].offsetTop;
    bar.setAttribute("aria-orientation", isRow ? "horizontal" : "vertical");
  });
  bar.addEventListener("keydown", (event) => {
    const i = buttons.findIndex((button) => button.tabIndex === 0);
    const last = buttons.length - 1;
    /** @type {Record<string, number>} */
    const targets = {
      ArrowDown: i === last ? 0 : i + 1,
      ArrowRight: i === last ? 0 : i + 1,
      ArrowUp: i === 0 ? last : i - 1,
      ArrowLeft: i === 0 ? last : i - 1,
      Home: 0,
      End: last,
    };
    if (!(event.key in targets)) return;
    event.preventDefault();
    buttons[targets[event.key]].focus();
  });
}

/**
 * How much of the map a toolbar at its corner covers, at the left or at the top; nothing if
 * that is little.
 * @param {HTMLElement} bar
 * @param {number} width of the map
 * @param {number} height
 * @returns {import("./view.js").Place}
 */
export function coveredBy(bar, width, height) {
  const [right, bottom] = [bar.offsetLeft + bar.offsetWidth, bar.offsetTop + bar.offsetHeight];
  const isRow = bar.offsetWidth > bar.offsetHeight;
  if (isRow) return bottom > MOST_COVERED * height ? [0, bottom] : [0, 0];
  return right > MOST_COVERED * width ? [right, 0] : [0, 0];
}
