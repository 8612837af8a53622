// What @jupyter-widgets/base-manager asks of `sanitize-html`, done with DOMPurify.
import DOMPurify from "dompurify";

export default (html, { allowedTags }) => DOMPurify.sanitize(html, { ALLOWED_TAGS: allowedTags });
