"""
From a change to the disk: the workbook, its store, its backups, and what is kept in step with other programs.

A `Workbook` has a store: a `FolderStore` on the disk or at a seat of a workshop, or a `MemoryStore` in a private visit.
A store knows its folder as an `AnswersFolder`. From a keystroke to the disk, and back with "saved":

    page    outbox.js            the change waits until it was acknowledged; sent as a "change" message
              |
    kernel  Field._receive       a message arrives              (widgets/field.py; `Location._receive` where the field
              |                                                  is gone: it was typed while the page was turning)
            Questions._keep      the field keeps it, once       (pages/question_fields.py)
              |                  `record_answer`: the answer becomes changes, of an entry, too
            Session.save         a passphrase is asked for, where one was set meanwhile
              |
            Workbook.save        no answer too deep for the file
              |
            FolderStore.change   under the lock: `FolderReader.refresh` reads what another program wrote,
              |                  `Answers.with_changes` applies the changes to that, `_replace` notes the descent
              +- AnswersFolder.back_up           what is in the file becomes the last good copy, and that of its day
              +- AnswersFolder.write_document    the document as bytes, sealed where it is
              |    atomic_files.replace          the file is replaced: whole, or not at all
              +- AnswersFolder.note_last_save    what was saved, for the case that the file goes
"""
