"""The figures that rules decide by: data with documented defaults, replaceable as a whole for an office or a test."""

from __future__ import annotations

from typing import Annotated

import msgspec


def _figure(unit: str, meaning: str, source: str = "ours") -> msgspec.Meta:
    return msgspec.Meta(ge=0, description=meaning, extra={"unit": unit, "source": source})


Seconds = float
Metres = float
_DESIGN = "design: a breach by position needs two fixes and 60 seconds"
_PHONES = "measured, docs/decisions/presence-at-home.md"
_ZONES = "measured, docs/decisions/zones-to-keep-out-of.md"
_SILENCE = "common default in vendor manuals"


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Fields say their unit and meaning themselves; docs/reference/thresholds.md is made from them."""

    fixes_needed: Annotated[
        int, _figure("fixes", "Fixes that must agree before a breach is found.", _DESIGN)
    ] = 2
    persistence_s: Annotated[Seconds, _figure("s", "Time those fixes must span.", _DESIGN)] = 60
    return_fixes: Annotated[
        int, _figure("fixes", "Fixes that must agree before a breach has ended.", _PHONES)
    ] = 2
    return_s: Annotated[Seconds, _figure("s", "Time those fixes must span.", _PHONES)] = 60
    evidence_gap_s: Annotated[
        Seconds, _figure("s", "Fixes further apart than this do not support each other.", _PHONES)
    ] = 1800
    known_for_s: Annotated[
        Seconds,
        _figure("s", "How long after a sighting a person is still taken to be there when hours begin."),
    ] = 900
    approach_fixes: Annotated[
        int, _figure("fixes", "Fixes that must agree before an approach is warned of.")
    ] = 2
    approach_s: Annotated[Seconds, _figure("s", "Time those fixes must span.")] = 0
    clear_s: Annotated[
        Seconds, _figure("s", "Time away from a zone before an approach or entry has ended.")
    ] = 60
    clear_m: Annotated[
        Metres, _figure("m", "Distance beyond the ring at which an approach has ended.", _ZONES)
    ] = 100
    accuracy_floor_m: Annotated[
        Metres, _figure("m", "A stated accuracy better than this is not believed.", _PHONES)
    ] = 10
    accuracy_factor: Annotated[
        float, _figure("", "The error circle is the stated accuracy (68 %) times this: 99 %.", _PHONES)
    ] = 2
    usable_accuracy_m: Annotated[
        Metres, _figure("m", "A wider circle cannot tell of an approach, an entry or a return.")
    ] = 200
    range_error_m: Annotated[
        Metres,
        _figure(
            "m", "Accuracy per unit of HDOP where a device gives only that.", "usual 1-sigma range error"
        ),
    ] = 5
    satellite_accuracy_m: Annotated[
        Metres,
        _figure("m", "Accuracy of a satellite fix that states none.", "NIJ 1004.00: 10 m, 30 m indoors"),
    ] = 15
    fused_accuracy_m: Annotated[Metres, _figure("m", "Accuracy of a phone's mixed fix that states none.")] = (
        50
    )
    wifi_accuracy_m: Annotated[Metres, _figure("m", "Accuracy of a Wi-Fi fix that states none.")] = 100
    cell_accuracy_m: Annotated[Metres, _figure("m", "Accuracy of a cell fix that states none.")] = 2000
    unknown_accuracy_m: Annotated[
        Metres, _figure("m", "Accuracy of a fix that states neither source nor accuracy.")
    ] = 50
    attendance_gap_s: Annotated[
        Seconds, _figure("s", "A longer gap between fixes leaves attendance undetermined.")
    ] = 900
    settle_s: Annotated[
        Seconds,
        _figure(
            "s",
            "Allowance for data in flight before a deadline, or late data, is judged.",
        ),
    ] = 20
    late_wait_s: Annotated[
        Seconds, _figure("s", "Late data that keeps coming is judged after this at the latest.")
    ] = 180
    late_after_s: Annotated[
        Seconds, _figure("s", "A finding decided later than this after its time is marked late.")
    ] = 120
    contact_holds_s: Annotated[
        Seconds,
        _figure(
            "s",
            "How long after a radio contact the person is still taken to be there, whatever satellites say.",
            "ours: one heartbeat of 5 min and a minute",
        ),
    ] = 360
    unheard_s: Annotated[
        Seconds,
        _figure(
            "s",
            "A bracelet that a home unit has not heard for so long while it was alive is away.",
            "ours: two heartbeats of 5 min; vendor manuals: 5 to 15 min",
        ),
    ] = 600
    parted_s: Annotated[
        Seconds,
        _figure(
            "s",
            "A carried unit or phone that has not heard its bracelet for so long while alive is parted from it.",
            "ours: two heartbeats of 5 min",
        ),
    ] = 600
    alive_gap_s: Annotated[
        Seconds,
        _figure(
            "s", "A unit that reports less often than this was away in between, and vouches for nothing."
        ),
    ] = 900
    radio_reach_m: Annotated[
        Metres,
        _figure(
            "m", "Within so far of a unit or beacon is who was heard by it.", "vendor manuals: 50 to 100 m"
        ),
    ] = 50
    outranked_s: Annotated[
        Seconds,
        _figure(
            "s",
            "How long after a fix of a device on the body those of carried devices do not count.",
            "docs/decisions/sources-of-position.md",
        ),
    ] = 3600
    contradicted_fixes: Annotated[
        int,
        _figure(
            "fixes", "Satellite fixes that must agree before they contradict a unit that hears the bracelet."
        ),
    ] = 5
    contradicted_s: Annotated[
        Seconds, _figure("s", "Time those fixes, and the contacts they contradict, must span.")
    ] = 1200
    contradicted_m: Annotated[
        Metres,
        _figure(
            "m", "Distance between the error circle and the reach of the radio from which the two contradict."
        ),
    ] = 300
    bracelet_unheard_s: Annotated[
        Seconds,
        _figure("s", "A bracelet without a modem that nothing has heard for so long is silent."),
    ] = 86_400
    beacon_unheard_s: Annotated[
        Seconds,
        _figure("s", "A beacon without a modem that nothing has heard for so long is silent."),
    ] = 604_800
    confirm_s: Annotated[
        Seconds,
        _figure("s", "A second report of a tamper, so long after the first or later, confirms it."),
    ] = 10
    left_open_m: Annotated[
        Metres,
        _figure("m", "Gone so far, beyond the error circle, with strap or case open confirms a tamper."),
    ] = 200
    together_s: Annotated[
        Seconds,
        _figure(
            "s", "Strap and case, or a strap and movement, within so long of each other confirm a tamper."
        ),
    ] = 300
    silent_s: Annotated[
        Seconds,
        _figure("s", "Silence of a tracker, or of a bracelet with a modem, that is a finding.", _SILENCE),
    ] = 3600
    silent_escalated_s: Annotated[
        Seconds,
        _figure("s", "Silence of these that is severe; of other kinds as much longer as of these.", _SILENCE),
    ] = 7200
    phone_silent_s: Annotated[Seconds, _figure("s", "Silence of a phone that is a finding.", _SILENCE)] = 3600
    mobile_unit_silent_s: Annotated[
        Seconds, _figure("s", "Silence of a mobile control unit that is a finding.", _SILENCE)
    ] = 3600
    home_unit_silent_s: Annotated[
        Seconds, _figure("s", "Silence of a stationary control unit that is a finding.", _SILENCE)
    ] = 3600
    beacon_silent_s: Annotated[
        Seconds, _figure("s", "Silence of a beacon with a modem that is a finding.", _SILENCE)
    ] = 3600
    breath_unit_silent_s: Annotated[
        Seconds,
        _figure(
            "s",
            "Silence of a breath unit that is a finding.",
            "ours: it may speak at a daily test alone; an hour",
        ),
    ] = 90_000
    audiovisual_unit_silent_s: Annotated[
        Seconds,
        _figure(
            "s",
            "Silence of an audiovisual unit that is a finding.",
            "ours: it may speak at a daily check-in alone; an hour",
        ),
    ] = 90_000
    position_lost_s: Annotated[
        Seconds, _figure("s", "Contact without a valid position for so long is a finding.")
    ] = 1800
    clock_ahead_s: Annotated[Seconds, _figure("s", "A device clock further ahead is wrong.")] = 120
    clock_behind_s: Annotated[
        Seconds, _figure("s", "A device clock steadily further behind is wrong; less is delay.")
    ] = 600
    clock_steady_s: Annotated[Seconds, _figure("s", "How much a lag may vary and still be a steady one.")] = (
        30
    )
    clock_reports: Annotated[
        int,
        _figure(
            "observations", "Observations in a row, at least clock_steady_s apart, that show a wrong clock."
        ),
    ] = 3
    oldest_usable_days: Annotated[
        float, _figure("days", "A position said to be older cannot be dated and is contact without position.")
    ] = 90
    battery_low_percent: Annotated[float, _figure("%", "Battery level that is low.")] = 20
    battery_critical_percent: Annotated[
        float, _figure("%", "Battery level that is critical.", "vendor manuals")
    ] = 10
    battery_rise_percent: Annotated[
        float, _figure("%", "Rise above its limit that ends a battery finding.")
    ] = 5
    battery_left_s: Annotated[
        Seconds,
        _figure("s", "A battery forecast to be empty within this is critical.", "vendor manuals: 30 min"),
    ] = 1800
    battery_remind_s: Annotated[
        Seconds, _figure("s", "The wearer is told to charge so long before the forecast end of the battery.")
    ] = 10_800
    remind_answer_s: Annotated[
        Seconds,
        _figure(
            "s",
            "A device that does not confirm the reminder in this time leaves it to SMS or e-mail, "
            "where the wearer has left an address.",
        ),
    ] = 900
    battery_low_v: Annotated[float, _figure("V", "Voltage of a single lithium cell that is low.")] = 3.6
    battery_critical_v: Annotated[
        float, _figure("V", "Voltage of a single lithium cell that is critical.")
    ] = 3.5
    battery_rise_v: Annotated[float, _figure("V", "Rise above its limit that ends a battery finding.")] = 0.1
    single_cell_max_v: Annotated[
        float, _figure("V", "Higher voltages are no single cell and are not judged.")
    ] = 4.6
    repeat_s: Annotated[
        Seconds,
        _figure("s", "The same momentary signal again within this is the same finding (sos, tamper)."),
    ] = 300
    test_answer_s: Annotated[
        Seconds,
        _figure("s", "A test or check-in is to be done within this, where the order says nothing else."),
    ] = 1800
    test_least_s: Annotated[
        Seconds,
        _figure(
            "s", "Who learned of a random or demanded test when less than this was left did not miss it."
        ),
    ] = 600
    test_early_s: Annotated[
        Seconds, _figure("s", "One done so much before it was due is the one that was due.")
    ] = 300
    test_wait_s: Annotated[
        Seconds, _figure("s", "Allowance for a result in flight before a test is missed.")
    ] = 120
    test_late_days: Annotated[
        float, _figure("days", "A result that comes later than this after it was due changes nothing.")
    ] = 7
    alcohol_limit_mg_l: Annotated[
        float, _figure("mg/l", "Alcohol in breath above this is positive, where the order sets no limit.")
    ] = 0.1
    alcohol_tolerance_mg_l: Annotated[
        float,
        _figure(
            "mg/l",
            "Taken off what was measured before it is held against the limit.",
            "unverified: error allowed in service by OIML R 126",
        ),
    ] = 0.03
    alcohol_second_after_s: Annotated[
        Seconds, _figure("s", "A second test sooner than this after a positive one decides nothing.")
    ] = 120
    alcohol_second_within_s: Annotated[
        Seconds, _figure("s", "How long a positive test waits for the second one.")
    ] = 1800

    calibration_warn_days: Annotated[
        float, _figure("days", "A calibration that ends within this is shown in stock.")
    ] = 30

    protection_silent_s: Annotated[
        Seconds,
        _figure("s", "Without a usable position of either person for so long, a protection does not work."),
    ] = 600
    protection_age_s: Annotated[
        Seconds, _figure("s", "Positions of two people further apart in time say nothing of their distance.")
    ] = 300
    protection_walk_kmh: Annotated[
        float,
        _figure("km/h", "Speed at which somebody may have gone on since an older position.", "a brisk walk"),
    ] = 6
    protection_rest_s: Annotated[
        Seconds,
        _figure("s", "An approach reckons that somebody seen at rest has walked unseen for so long at most."),
    ] = 60


DEFAULT = Thresholds()


def read_thresholds(text: str | bytes) -> Thresholds:
    """Reads a JSON object of the fields that differ from the defaults. Raises msgspec.ValidationError."""
    return msgspec.json.decode(text, type=Thresholds)


def thresholds_page() -> str:
    """The text of docs/reference/thresholds.md."""
    lines = [
        "# Thresholds",
        "",
        "The figures that the rules decide by, with their defaults. Made from `baqylau.rules.thresholds`;",
        "`baqylau replay --thresholds FILE` and the monitor take a JSON object of those that are to differ.",
        "",
        "| name | default | unit | meaning | source |",
        "| --- | --- | --- | --- | --- |",
    ]
    info = msgspec.inspect.type_info(Thresholds)
    assert isinstance(info, msgspec.inspect.StructType)
    for field in info.fields:
        assert isinstance(field.type, msgspec.inspect.Metadata)
        extra = field.type.extra or {}
        meaning = (field.type.extra_json_schema or {}).get("description", "")
        lines.append(
            f"| `{field.name}` | {field.default:g} | {extra['unit']} | {meaning} | {extra['source']} |"
        )
    return "\n".join(lines) + "\n"
