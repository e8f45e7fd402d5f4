"""What signing in asks for and answers with."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from baqylau.console.signin.sessions import Method, Stage

# Spelled out rather than taken from the table of roles, whose module needs this package.
Role = Literal["operator", "officer", "supervisor", "technician", "prosecutor", "auditor", "administrator"]
Language = Literal["kk", "ru", "en"]
Plain = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
"""A text that PostgreSQL can hold."""

Login = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{1,63}$")]
Reason = Annotated[Plain, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SignIn(_Body):
    login: Annotated[str, StringConstraints(max_length=200)]
    password: SecretStr = Field(max_length=1024)


class Code(_Body):
    code: SecretStr = Field(max_length=20, description="Six digits of the authenticator application.")


class Proof(_Body):
    """That whoever asks is not merely somebody at a browser left open."""

    code: SecretStr | None = Field(None, max_length=20, description="Of the application, where there is one.")
    password: SecretStr | None = Field(
        None, max_length=1024, description="The one in use, where there is no application."
    )


class PasswordBody(_Body):
    current: SecretStr | None = Field(
        None, max_length=1024, description="Not needed where a one-time password was just given."
    )
    new: SecretStr = Field(max_length=1024)


class _Standing(_Body):
    role: Role
    office: str | None = Field(None, description="Code of the office; null for the whole republic.")


class AccountBody(_Standing):
    language: Language = "ru"


class NewAccountBody(_Standing):
    login: Login
    language: Language | None = Field(None, description="null: the language of the installation.")


_Encoded = Annotated[str, StringConstraints(max_length=65_536, pattern=r"^[A-Za-z0-9_-]*=*$")]


class _Credential(BaseModel):
    """What the browser's `toJSON()` gives; what it adds beside is of no use here."""

    id: _Encoded
    rawId: _Encoded
    type: Literal["public-key"]


class AttestationAnswer(BaseModel):
    clientDataJSON: _Encoded
    attestationObject: _Encoded


class AssertionAnswer(BaseModel):
    clientDataJSON: _Encoded
    authenticatorData: _Encoded
    signature: _Encoded
    userHandle: _Encoded | None = None


class Attestation(_Credential):
    """`RegistrationResponseJSON` of WebAuthn."""

    response: AttestationAnswer


class Assertion(_Credential):
    """`AuthenticationResponseJSON` of WebAuthn."""

    response: AssertionAnswer


PasskeyName = Annotated[Plain, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


class NewPasskeyBody(_Body):
    name: PasskeyName
    credential: Attestation


class PasskeyNameBody(_Body):
    name: PasskeyName


class ShownPasskeyBody(_Body):
    credential: Assertion


class ResetBody(_Body):
    reason: Reason = Field(description="Why the factor is reset, and how it was made sure who asks.")


class Standing(BaseModel):
    """How far signing in has come. `stage`: what is wanted next; `full`: nothing, all is open."""

    stage: Stage


class PasskeyRead(BaseModel):
    passkey_id: int
    name: str
    synced: bool = Field(description="It lives in an account of its maker, not in one device alone.")
    made_at: datetime
    used_at: datetime | None


class WebAuthnOptions(BaseModel):
    """What the browser's WebAuthn is to be given, as JSON (`parseCreationOptionsFromJSON`)."""

    options: dict[str, Any]


class Ways(BaseModel):
    """How one can sign in here."""

    passkeys_at: str | None = Field(
        description="Origin at which passkeys work; null where the console has an address and no name."
    )
    directory: str | None = Field(description="What the agency's directory is called; null without one.")
    language: Language | None = Field(
        description="Of the installation; null where none was chosen on screen."
    )


class Sent(BaseModel):
    url: str = Field(description="Where the browser goes: the directory's own sign-in.")


class OfficeName(BaseModel):
    code: str
    name: dict[str, str]


class SessionRead(BaseModel):
    """Who is asking and what they may; permissions hold once the stage is `full`."""

    login: str
    role: Role
    office: OfficeName | None = Field(description="Null: the whole republic.")
    language: Language
    permissions: list[str]
    stage: Stage
    method: Literal["session", "token"]
    expires_at: datetime | None
    totp: bool
    passkeys: int
    password: bool = Field(
        description="Whether the account has one; who comes through a directory may have none."
    )
    now_ms: int = Field(description="What the server's clock shows: milliseconds since the epoch.")
    clock_speed: float = Field(
        description="Seconds of the server's clock in a real one; 1 but in demonstrations."
    )


class OwnSession(BaseModel):
    session_id: int
    began_at: datetime
    seen_at: datetime
    expires_at: datetime
    method: Method
    address: str
    agent: str
    this: bool = Field(description="The one that asks.")


class TotpProposal(BaseModel):
    """Shown once; it counts when a code made with it is confirmed."""

    secret: str
    uri: str
    qr_svg: str


class AccountRead(BaseModel):
    login: str
    role: Role
    office: str | None
    language: Language
    created_at: datetime
    disabled_at: datetime | None
    has_token: bool
    token_expires_at: datetime | None
    has_password: bool
    one_time_until: datetime | None = Field(description="A one-time password that was not used yet.")
    has_factor: bool
    seen_at: datetime | None
    officer: str | None = Field(description="Code of the officer of the register who signs in as this.")


class AccountPage(BaseModel):
    items: list[AccountRead]
    next: str | None


class Invited(BaseModel):
    """The one-time password is shown this once; its owner changes it at the first sign-in."""

    login: str
    one_time_password: str
    expires_at: datetime


class ResetRead(BaseModel):
    reset_id: int
    login: str
    reason: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    granted_by: str | None
    granted_at: datetime | None
