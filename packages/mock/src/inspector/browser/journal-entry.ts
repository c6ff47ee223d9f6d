/** A request as the journal has it; the mock's own type, which the page only reads. */
export type { JournalEntry } from '../../journal';
