// How the map looks to people with another color vision.

/** @typedef {import("./explorer.js").Explorer} Explorer */

/** The filters in markup.html; "" is normal vision. */
export const VISIONS = ["", "protan", "deutan", "tritan", "gray"];

/**
 * Show colors as a vision sees them.
 * @param {Explorer} explorer
 */
export function showVision(explorer) {
  const { vision } = explorer.state;
  explorer.part("frame").dataset.vision = vision;
  /** @type {HTMLSelectElement} */ (explorer.part("vision")).value = vision;
}

/** @param {Explorer} explorer */
export function listenToVision(explorer) {
  const choice = /** @type {HTMLSelectElement} */ (explorer.part("vision"));
  choice.addEventListener("change", () => explorer.update({ vision: choice.value }));
}
