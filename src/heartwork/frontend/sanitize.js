// What @jupyter-widgets/base-manager asks of `sanitize-html`, done with DOMPurify. Only an author's own widgets have
// descriptions with HTML in them, so it comes with those.
let purifier = null;

export const bring = (purify) => (purifier = purify);

export default (html, { allowedTags }) => purifier.sanitize(html, { ALLOWED_TAGS: allowedTags });
