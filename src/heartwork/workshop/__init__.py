"""
A workshop: a room that people join, what is open in it, and what they give away for all to see.

Who talks to whom:

- **The server's process** and **the facilitator's kernel** open the room (`Room.at`); both run for the host. Where
  the room lies is in the environment of those two only (`ROOM_VARIABLE`).
- **A participant's kernel never sees the room.** It knows that it sits in a workshop (`SEAT_VARIABLE` in
  `heartwork.paths`) and opens the seat's own sealed workbook, nothing else.
- **A participant's page** talks to the server, with the cookie of its seat: what `heartwork.workshop.participant_api`
answers,
  as JSON. What it gives to the room is what the person tapped, and the server looks at it once more.

Nothing that a person wrote is ever in the room: ids of worksheets and parts, numbers and option keys that were given
away, times. Clear numbers stand in it from the tap until the one look at a question; then they are deleted.
"""
