// The focus never falls to the page: if what has it goes away, its neighborhood takes it.

/**
 * Make a change; afterward the focus is where it was, or else in the same section, or else
 * on the map.
 * @param {ShadowRoot} root
 * @param {HTMLElement} map
 * @param {() => void} change
 */
export function keepFocus(root, map, change) {
  const focused = /** @type {HTMLElement | null} */ (root.activeElement);
  const section = /** @type {HTMLElement | null} */ (focused?.closest("section"));
  change();
  if (!focused || focused.checkVisibility()) return;
  if (!section?.checkVisibility()) return map.focus();
  const buttons = [...section.querySelectorAll("button")];
  const next = section.tabIndex < 0 && section.hasAttribute("tabindex") ? section : null;
  (next ?? buttons.find((button) => button.checkVisibility()) ?? map).focus();
}
