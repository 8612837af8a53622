// In the place of what is never called in a browser.
export default undefined;
