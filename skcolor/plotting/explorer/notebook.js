// What the explorer and the notebook around it have in common: theme, keys and wheel.

const GESTURE = 300; // milliseconds between turns of the wheel that belong together

/**
 * Take the theme of the notebook, now and whenever it changes. Notebooks say it in ways of
 * their own; what all have is the background that they paint.
 * @param {HTMLElement} host
 * @param {(theme: "" | "light" | "dark") => void} show
 * @param {AbortSignal} signal
 */
export function followTheme(host, show, signal) {
  /** @type {string | null} */
  let last = null; // else any change of the page would undo what the reader chose
  const follow = () => {
    const theme = themeBehind(host);
    if (theme !== last) show(theme);
    last = theme;
  };
  follow();
  const observer = new MutationObserver(follow);
  for (const element of [document.documentElement, document.body]) {
    observer.observe(element, { attributes: true });
  }
  signal.addEventListener("abort", () => observer.disconnect());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", follow, { signal });
  document.addEventListener("transitionend", follow, { signal });
}

/** @param {HTMLElement} host */
function themeBehind(host) {
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  /** @type {Element | null} */
  let element = host;
  while (context && (element = parentOf(element))) {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = getComputedStyle(element).backgroundColor;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
    if (alpha > 127) return red + green + blue < 384 ? "dark" : "light";
  }
  const schemes = getComputedStyle(document.documentElement).colorScheme;
  if (!schemes.includes("dark")) return "light";
  return schemes.includes("light") ? "" : "dark";
}

/** @param {Element} element */
function parentOf(element) {
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

/**
 * Keep keys that are pressed in the explorer from the notebook, where A inserts a cell and
 * X cuts one; but not those with Ctrl or Command, which save the notebook.
 * @param {HTMLElement} host
 */
export function keepKeys(host) {
  for (const type of /** @type {const} */ (["keydown", "keyup", "keypress"])) {
    host.addEventListener(type, (event) => {
      if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
    });
  }
}

/**
 * Let the wheel scroll on when it began to scroll the notebook outside of the map.
 * @param {HTMLElement} host
 * @param {HTMLElement} map
 * @param {AbortSignal} signal
 */
export function passWheel(host, map, signal) {
  let [isOnMap, last] = [true, -Infinity];
  /** @param {WheelEvent} event */
  const turn = (event) => {
    if (event.timeStamp - last > GESTURE) isOnMap = event.composedPath().includes(map);
    last = event.timeStamp;
  };
  addEventListener("wheel", turn, { capture: true, passive: true, signal });
  /** @param {WheelEvent} event */
  const pass = (event) => {
    if (!isOnMap) event.stopPropagation();
  };
  host.addEventListener("wheel", pass, { capture: true, passive: true });
}
