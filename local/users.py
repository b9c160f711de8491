"""One user per role in the application's user pool, and signing in as one."""

import secrets
import string
from contextlib import suppress

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from local.clients import client
from local.endpoints import ROLES, Endpoints, Role, SignIn
from local.failures import LaunchFailure

PASSWORD_LENGTH = 20
SYMBOLS = "-_!+"
KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits, SYMBOLS)


def create_users(endpoint_url: str, user_pool_id: str) -> dict[Role, SignIn]:
    """Create (or give a new password to) one user per role, each in the group that carries the role."""
    return {role: _create_user(endpoint_url, user_pool_id, role) for role in ROLES}


def sign_in(endpoints: Endpoints, role: Role) -> str:
    """An id token of the user with that role: what `Authorization: Bearer` takes."""
    cognito = boto3.client(
        "cognito-idp",
        endpoint_url=endpoints.endpoint_url,
        region_name=endpoints.region,
        config=Config(signature_version=UNSIGNED, connect_timeout=5, read_timeout=15),
    )
    user = endpoints.users[role]
    try:
        answer = cognito.initiate_auth(
            ClientId=endpoints.user_pool_client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": user.username, "PASSWORD": user.password},
        )
    except (BotoCoreError, ClientError) as error:
        raise LaunchFailure(
            f"signing in as {user.username} failed: {error}",
            "Is `make run` still up? A stopped application leaves no sign-in behind.",
        ) from error
    return str(answer["AuthenticationResult"]["IdToken"])


def _create_user(endpoint_url: str, user_pool_id: str, role: Role) -> SignIn:
    cognito = client("cognito-idp", endpoint_url)
    user = SignIn(username=f"{role}@example.com", password=_password())
    # One left by an earlier deployment onto the same cloud gets the password below.
    with suppress(cognito.exceptions.UsernameExistsException):
        cognito.admin_create_user(
            UserPoolId=user_pool_id,
            Username=user.username,
            MessageAction="SUPPRESS",
            TemporaryPassword=user.password,
            UserAttributes=[{"Name": "email", "Value": user.username}, {"Name": "email_verified", "Value": "true"}],
        )
    cognito.admin_set_user_password(
        UserPoolId=user_pool_id, Username=user.username, Password=user.password, Permanent=True
    )
    cognito.admin_add_user_to_group(UserPoolId=user_pool_id, Username=user.username, GroupName=role)
    return user


def _password() -> str:
    """Random, with one of each kind that a user pool's policy may ask for."""
    characters = [secrets.choice(kind) for kind in KINDS]
    characters += [secrets.choice("".join(KINDS)) for _ in range(PASSWORD_LENGTH - len(KINDS))]
    secrets.SystemRandom().shuffle(characters)
    return "".join(characters)
