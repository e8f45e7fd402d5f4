"""From what a language read to what is stored, answered, refused: the same for connections and datagrams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from baqylau.gateway.attribution import attribute
from baqylau.gateway.directory import Directory
from baqylau.gateway.outbox import Outbox
from baqylau.gateway.presence import Presence
from baqylau.gateway.quarantine import Quarantine, shortened
from baqylau.gateway.tally import Tally
from baqylau.observations import Observation
from baqylau.observations.plausible import implausible
from baqylau.observations.refused import RefusedFrame
from baqylau.platform.clock import Clock
from baqylau.protocols.language import Event, FrameError, Message, Refusal, Transport
from baqylau.register.activation import WornDevice


class Peer(Protocol):
    """Who sent it: a connection or the source of a datagram."""

    address: str
    device: WornDevice | None
    lasting: bool

    def begin(self) -> None:
        """One more frame waits to be stored."""
        ...

    def answer(self, replies: tuple[bytes, ...]) -> None:
        """The frame is stored: send its replies."""
        ...

    def say(self, replies: tuple[bytes, ...]) -> None:
        """Sends at once what does not wait for storage: refusals."""
        ...

    def dismiss(self) -> None:
        """Closes the connection once what is under way is answered; a datagram's source has nothing to close."""
        ...


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
        partitions: int,
    ) -> None:
        self.clock = clock
        self.tally = tally
        self.presence = presence
        self._directory = directory
        self._outbox = outbox
        self._quarantine = quarantine
        self._partitions = partitions

    def take(self, events: list[Event], peer: Peer, channel: Channel, now_ms: int) -> None:
        """Stores messages, sets refusals aside; the peer is answered as soon as each is stored."""
        for event in events:
            if isinstance(event, Message):
                self._take_message(event, peer, channel, now_ms)
            else:
                self._refuse(event, peer, channel, now_ms)

    def _take_message(self, message: Message, peer: Peer, channel: Channel, now_ms: int) -> None:
        self.tally.frames += 1
        device = self._device_of(message, peer)
        if device is None:
            self._turn_away(message, peer, channel, now_ms)
            return
        observations = self._plausible(message, peer, channel, now_ms)
        conflict = self.presence.heard(device.device_id, peer, now_ms)
        if conflict is not None:
            self.tally.identity_conflicts += 1
            observations = (*observations, conflict)
        self._store(device, observations, message, peer, channel.protocol, now_ms)

    def _device_of(self, message: Message, peer: Peer) -> WornDevice | None:
        if message.device is None:
            return peer.device
        device = self._directory.find(message.device)
        if device is not None:
            peer.device = device
        return device

    def _plausible(
        self, message: Message, peer: Peer, channel: Channel, now_ms: int
    ) -> tuple[Observation, ...]:
        wrong = [field for field in map(implausible, message.observations) if field is not None]
        if not wrong:
            return message.observations
        problem = f"{len(wrong)} of {len(message.observations)} observations cannot be: {', '.join(sorted(set(wrong)))}"
        self._put_aside("implausible", problem, message.raw, message.device, peer, channel, now_ms)
        return tuple(each for each in message.observations if implausible(each) is None)

    def _store(
        self,
        device: WornDevice,
        observations: Sequence[Observation],
        message: Message,
        peer: Peer,
        protocol: str,
        now_ms: int,
    ) -> None:
        self.tally.observations += len(observations)
        shares = attribute(
            device,
            observations,
            protocol=protocol,
            received_ms=now_ms,
            raw=message.raw,
            partitions=self._partitions,
        )
        peer.begin()
        waiting = len(shares)

        def stored() -> None:
            nonlocal waiting
            waiting -= 1
            if not waiting:
                peer.answer(message.replies)

        for partition, report in shares:
            self._outbox.submit(partition, report, stored)

    def _turn_away(self, message: Message, peer: Peer, channel: Channel, now_ms: int) -> None:
        if message.device is None:
            reason, problem = "unidentified", "data came before the device said who it is"
        else:
            reason = "unknown_device"
            problem = "not in the register: register the device, or find out who sends under this identity"
        self._put_aside(reason, problem, message.raw, message.device, peer, channel, now_ms)
        peer.say(message.rejection)
        peer.dismiss()

    def _refuse(self, refusal: Refusal, peer: Peer, channel: Channel, now_ms: int) -> None:
        device = refusal.device or (peer.device.identity if peer.device else None)
        self._put_aside(
            "damaged", str(refusal.error), refusal.raw, device, peer, channel, now_ms, error=refusal.error
        )
        peer.say(refusal.replies)
        if refusal.fatal:
            peer.dismiss()

    def _put_aside(
        self,
        reason: str,
        problem: str,
        raw: bytes,
        device: str | None,
        peer: Peer,
        channel: Channel,
        now_ms: int,
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
                problem=problem,
                field=error.field if error else None,
                offset=error.offset if error else None,
                raw=shortened(raw),
            )
        )
