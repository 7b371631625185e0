/** A test process whose run was ended by a signal would finish its test first, against stores that are gone. */
process.once('disconnect', () => process.exit(1));
