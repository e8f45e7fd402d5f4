"""From what a language read to what is stored, answered, refused: the same for connections and datagrams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from baqylau.gateway.answers import Answer, Peer
from baqylau.gateway.attribution import attribute
from baqylau.gateway.directory import Directory
from baqylau.gateway.dispatch import Dispatch
from baqylau.gateway.outbox import Outbox, Unencodable, encoded
from baqylau.gateway.presence import Presence
from baqylau.gateway.quarantine import Quarantine, shortened
from baqylau.gateway.tally import Tally
from baqylau.observations import Contact, Observation
from baqylau.observations.plausible import implausible
from baqylau.observations.refused import RefusedFrame
from baqylau.platform.clock import Clock
from baqylau.protocols.language import Event, FrameError, Message, Refusal, Transport
from baqylau.register.activation import WornDevice


@dataclass(frozen=True, slots=True)
class Channel:
    """What is spoken on a port."""

    protocol: str
    transport: Transport


class Reception:
    """What all listeners of a gateway share."""

    def __init__(
        self,
        directory: Directory,
        outbox: Outbox,
        quarantine: Quarantine,
        presence: Presence,
        clock: Clock,
        tally: Tally,
        *,
        partitions: int,
        max_frame_bytes: int,
        dispatch: Dispatch,
    ) -> None:
        self.dispatch = dispatch
        self.clock = clock
        self.tally = tally
        self.presence = presence
        self.max_frame_bytes = max_frame_bytes
        self._directory = directory
        self._outbox = outbox
        self._quarantine = quarantine
        self._partitions = partitions

    def take(self, events: list[Event], peer: Peer, channel: Channel, now_ms: int) -> None:
        """Stores messages, sets refusals aside; the peer is answered in order, as soon as each is stored."""
        strangers: list[Message] = []
        for event in events:
            if len(event.raw) > self.max_frame_bytes:
                self.refuse_oversized(event.raw, event.device, peer, channel, now_ms)
            elif isinstance(event, Refusal):
                self._refuse(event, peer, channel, now_ms)
            elif not self._take_message(event, peer, channel, now_ms):
                strangers.append(event)
        if strangers and not _may_stay(peer, strangers):
            peer.dismiss()

    def refuse_oversized(
        self, raw: bytes, device: str | None, peer: Peer, channel: Channel, now_ms: int
    ) -> None:
        """Longer than the setting allows. The device would send it again for ever, so it has to go."""
        problem = f"longer than {self.max_frame_bytes} bytes (BAQYLAU_MAX_FRAME_BYTES)"
        error = FrameError(problem, field="frame", offset=self.max_frame_bytes)
        self._put_aside("oversized", raw, device or peer.identity, peer, channel, now_ms, error=error)
        peer.dismiss()

    def _take_message(self, message: Message, peer: Peer, channel: Channel, now_ms: int) -> bool:
        """False when it was turned away."""
        self.tally.frames += 1
        if message.device is None:
            return self._take_nameless(message, peer, channel, now_ms)
        device = self._directory.find(message.device)
        if device is None:
            problem = "not in the register: register the device, or find out who sends under this identity"
            self._turn_away("unknown_device", problem, message, peer, channel, now_ms)
            return False
        if device.device_id not in peer.devices:
            peer.devices.add(device.device_id)
            peer.identity = peer.identity or device.identity
        observations = self._plausible(message, peer, channel, now_ms)
        conflict = self.presence.heard(device.device_id, peer, now_ms)
        if conflict is not None:
            self.tally.identity_conflicts += 1
            observations = (*observations, conflict)
        self._store(device, observations, message, peer, channel, now_ms)
        if message.final:
            peer.dismiss()
        return True

    def _take_nameless(self, message: Message, peer: Peer, channel: Channel, now_ms: int) -> bool:
        """A greeting or a sign of life of someone who has not said who it is: there is nothing to store."""
        if all(type(each) is Contact for each in message.observations):
            peer.introduced = True
            peer.owe(message.replies)
            return True
        problem = "data came before the device said who it is"
        self._turn_away("unidentified", problem, message, peer, channel, now_ms)
        return False

    def _plausible(
        self, message: Message, peer: Peer, channel: Channel, now_ms: int
    ) -> tuple[Observation, ...]:
        wrong = [field for field in map(implausible, message.observations) if field is not None]
        if not wrong:
            return message.observations
        problem = f"{len(wrong)} of {len(message.observations)} observations cannot be: {', '.join(sorted(set(wrong)))}"
        self._put_aside("implausible", message.raw, message.device, peer, channel, now_ms, problem)
        return tuple(each for each in message.observations if implausible(each) is None)

    def _store(
        self,
        device: WornDevice,
        observations: Sequence[Observation],
        message: Message,
        peer: Peer,
        channel: Channel,
        now_ms: int,
    ) -> None:
        self.tally.observations += len(observations)
        shares = attribute(
            device,
            observations,
            protocol=channel.protocol,
            received_ms=now_ms,
            raw=message.raw,
            partitions=self._partitions,
        )
        try:
            reports = [(partition, encoded(report)) for partition, report in shares]
        except Unencodable as cause:
            # Answered all the same: with a right checksum it was meant so, and would be sent for ever.
            self._put_aside("implausible", message.raw, message.device, peer, channel, now_ms, str(cause))
            peer.owe(message.replies)
            return
        answer = self._owed(device, observations, message.replies, len(reports), peer, now_ms)
        for partition, report in reports:
            self._outbox.submit(partition, report, answer.stored)

    def _owed(
        self,
        device: WornDevice,
        observations: Sequence[Observation],
        replies: tuple[bytes, ...],
        reports: int,
        peer: Peer,
        now_ms: int,
    ) -> Answer:
        """The answer to a frame; to a device with commands under way it may carry one, and what the frame says of
        them counts from when it is stored."""
        if not peer.lasting:
            self.dispatch.near(device.device_id, peer, now_ms)
        if not self.dispatch.wanted(device.device_id):
            return peer.owe(replies, reports)
        found = self.dispatch.heard(device, observations)
        enclosing = peer.only_in_answers and bool(replies)
        answer = peer.owe(replies, reports + enclosing)
        answer.then = partial(self.dispatch.settle, found)
        if enclosing:
            self.dispatch.enclose(device.device_id, peer, answer)
        return answer

    def _turn_away(
        self, reason: str, problem: str, message: Message, peer: Peer, channel: Channel, now_ms: int
    ) -> None:
        self._put_aside(reason, message.raw, message.device, peer, channel, now_ms, problem)
        peer.owe(message.rejection)

    def _refuse(self, refusal: Refusal, peer: Peer, channel: Channel, now_ms: int) -> None:
        device = refusal.device or peer.identity
        self._put_aside("damaged", refusal.raw, device, peer, channel, now_ms, error=refusal.error)
        peer.owe(refusal.replies)
        if refusal.fatal:
            peer.dismiss()

    def _put_aside(
        self,
        reason: str,
        raw: bytes,
        device: str | None,
        peer: Peer,
        channel: Channel,
        now_ms: int,
        problem: str = "",
        *,
        error: FrameError | None = None,
    ) -> None:
        self._quarantine.put(
            RefusedFrame(
                received_ms=now_ms,
                protocol=channel.protocol,
                transport=channel.transport,
                peer=peer.address,
                device=device,
                reason=reason,
                problem=problem if error is None else str(error),
                field=error.field if error else None,
                offset=error.offset if error else None,
                raw=shortened(raw),
            )
        )


def _may_stay(peer: Peer, strangers: list[Message]) -> bool:
    """Whether a connection goes on after frames of devices that the register does not know.

    A relay carries many devices, and one that is unknown must not cost the others their way to us. So a connection
    stays while it has spoken for a known device, unless its own (its first) has become unknown; and one that has
    introduced itself without naming a device has the time that every connection has to name a known one. Data
    without any name always ends it.
    """
    named = [message.device for message in strangers]
    if None in named or peer.identity in named:
        return False
    return bool(peer.devices) or peer.introduced
