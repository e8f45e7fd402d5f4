/** What the calendar of a date field is given; in a file of its own, so that the field need not load the calendar. */
export interface CalendarProps {
  /** What it hangs on. */
  readonly anchor: HTMLElement | null;
  /** The day chosen, YYYY-MM-DD; empty: none yet. */
  readonly value: string;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  readonly onchoose: (day: string) => void;
  readonly onclose: () => void;
}
