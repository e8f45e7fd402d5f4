"""One message of the stream at a time: who is concerned, what the rules say, what has to be judged again."""

from __future__ import annotations

from collections.abc import Sequence

from baqylau.monitor import history
from baqylau.monitor.commit import Commit, Snapshot
from baqylau.monitor.duplicates import Sifted
from baqylau.monitor.people import People, Watched
from baqylau.observations.reports import Batch, frame_id, observation_id
from baqylau.rules.evaluate import Evaluation, evaluate, first_state, rewind_due_ms
from baqylau.rules.rewind import rewind
from baqylau.rules.state import Heard, decode_state, encode_state, reaches_ms

SNAPSHOT_EVERY_MS = 6 * 3_600_000
"""How far apart the states lie from which late data is judged again; see docs/decisions."""


class Judge:
    """Applies the rules to the people of one partition, in the order of the stream."""

    def __init__(self, people: People) -> None:
        self._people = people
        self.clock_ms = 0

    async def take(self, seq: int, batch: Batch, sifted: Sequence[Sifted], commit: Commit) -> None:
        """sifted: what is new in each report of the batch."""
        self.clock_ms = max(self.clock_ms, batch.clock_ms)
        heard = self._store(seq, batch, sifted, commit)
        await self.judge(heard, frame_id(seq + 1, 0), commit)

    async def judge(self, heard: dict[int, list[Heard]], next_frame: int, commit: Commit) -> None:
        """Judges those who were heard and those whose time has come. next_frame: the first id not yet heard."""
        for person_id in self._people.due(self.clock_ms):
            heard.setdefault(person_id, [])
        late: dict[int, int] = {}
        for person_id, news in heard.items():
            watched = self._people.get(person_id)
            if watched is None:
                continue
            evaluation = evaluate(watched.programme, decode_state(watched.state), news, self.clock_ms)
            self._conclude(person_id, watched, evaluation, next_frame, commit)
            due_ms = rewind_due_ms(watched.programme, evaluation.state)
            if due_ms is not None and due_ms <= self.clock_ms:
                late[person_id] = evaluation.state.late_ms
        if late:
            await self._judge_again(late, next_frame, commit)

    def _store(
        self, seq: int, batch: Batch, sifted: Sequence[Sifted], commit: Commit
    ) -> dict[int, list[Heard]]:
        heard: dict[int, list[Heard]] = {}
        for index, (report, (places, elsewhere)) in enumerate(zip(batch.reports, sifted, strict=True)):
            if not places and report.observations and not elsewhere:
                continue
            frame = frame_id(seq, index)
            commit.store(frame, report, places)
            if report.person_id is None:
                continue
            news = heard.setdefault(report.person_id, [])
            for ordinal, observation in places:
                news.append(
                    Heard(observation, report.received_ms, observation_id(frame, ordinal), report.device_id)
                )
        return heard

    def _conclude(
        self,
        person_id: int,
        watched: Watched,
        evaluation: Evaluation,
        next_frame: int,
        commit: Commit,
    ) -> None:
        state = evaluation.state
        commit.find(evaluation.changed)
        watched.state = commit.states[person_id] = encode_state(state)
        self._people.wake_at(person_id, watched, evaluation.deadline_ms)
        if state.judged_ms - watched.snapshot_ms >= SNAPSHOT_EVERY_MS and not state.late_ms:
            watched.snapshot_ms = state.judged_ms
            commit.snapshots.append(Snapshot(person_id, reaches_ms(state), next_frame, watched.state))

    async def _judge_again(self, late: dict[int, int], next_frame: int, commit: Commit) -> None:
        """Goes back to a state before the earliest late observation and judges everything since once more.

        late: person and time of that observation, milliseconds.
        """
        await commit.flush(self.clock_ms)
        pasts = await history.load(commit.connection, commit.queries, late)
        for person_id, past in pasts.items():
            watched = self._people.get(person_id)
            if watched is None:
                continue
            start = first_state(watched.programme) if past.state is None else decode_state(past.state)
            watched.snapshot_ms = past.judged_ms
            evaluation = rewind(watched.programme, start, past.heard, past.standing, self.clock_ms)
            self._conclude(person_id, watched, evaluation, next_frame, commit)
