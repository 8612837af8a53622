// `circles`: how close, as two circles; the control is a native range, as in `scale`.
export default {
  build(context) {
    return context.kinds.scale.build(context);
  },
};
