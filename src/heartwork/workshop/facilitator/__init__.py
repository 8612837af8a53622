"""The facilitator's own pages: before, during and after a workshop, and the projector; they open the room itself."""
