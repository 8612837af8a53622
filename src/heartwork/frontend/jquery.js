// What ipywidgets still asks of jQuery: a box with one element in it. Its views are native otherwise.
export default function Box(element) {
  if (!(this instanceof Box)) return new Box(element);
  this[0] = element;
  this.length = 1;
}
