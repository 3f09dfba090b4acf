from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: who they are, what they may do, how they prove it."""

    name = "accounts"

    def ready(self) -> None:
        from accounts import sessions
        from foundation.periodic import periodic

        periodic("accounts.sessions", every_s=60)(sessions.sweep)
