"""Security: who may sign in and with which role, the secret that senders of signals know, the web firewall."""

import aws_cdk as cdk
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from commander.contract.values import ROLES
from stacks.acknowledged import acknowledge
from stacks.dashboards import DashboardsStack
from stacks.data import DataStack
from stacks.environment import Environment
from stacks.firewall import web_acl
from stacks.function import removal_policy


class SecurityStack(cdk.Stack):
    """The user pool with one group a role, and what else keeps strangers out."""

    def __init__(
        self, scope: Construct, environment: Environment, data: DataStack, dashboards: DashboardsStack
    ) -> None:
        super().__init__(scope, environment.stack("Security"), description="Incident Commander: sign-in and secrets")
        self._environment, self._data, self._dashboards = environment, data, dashboards
        self.users = self._user_pool()
        client = self._client()
        self.webhook_secret_arn = self._webhook_secret()
        self.web_acl: wafv2.CfnWebACL | None = None
        if environment.web_firewall:
            self.web_acl = web_acl(self, environment)
            wafv2.CfnWebACLAssociation(
                self, "UsersFirewall", resource_arn=self.users.user_pool_arn, web_acl_arn=self.web_acl.attr_arn
            )
        cdk.CfnOutput(self, "UserPoolId", value=self.users.user_pool_id)
        cdk.CfnOutput(self, "UserPoolClientId", value=client.user_pool_client_id)
        cdk.CfnOutput(self, "WebhookSecretArn", value=self.webhook_secret_arn)

    def _user_pool(self) -> cognito.UserPool:
        protection = self._environment.threat_protection
        users = cognito.UserPool(
            self,
            "Users",
            user_pool_name=self._environment.prefix,
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(username=True),
            auto_verify=cognito.AutoVerifiedAttrs(email=True),
            sign_in_case_sensitive=False,
            password_policy=cognito.PasswordPolicy(
                min_length=14,
                require_digits=True,
                require_lowercase=True,
                require_uppercase=True,
                require_symbols=True,
                temp_password_validity=cdk.Duration.days(2),
            ),
            mfa=cognito.Mfa.REQUIRED if self._environment.mfa == "required" else cognito.Mfa.OPTIONAL,
            mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            feature_plan=cognito.FeaturePlan.PLUS if protection else cognito.FeaturePlan.ESSENTIALS,
            standard_threat_protection_mode=(
                cognito.StandardThreatProtectionMode.FULL_FUNCTION if protection else None
            ),
            deletion_protection=self._environment.deletion_protection,
            removal_policy=removal_policy(self._environment),
        )
        for precedence, role in enumerate(reversed(ROLES)):
            cognito.CfnUserPoolGroup(
                self,
                f"{role.capitalize()}Group",
                user_pool_id=users.user_pool_id,
                group_name=role,
                precedence=precedence,
                description=f"May do what the role {role} may",
            )
        if self._environment.hosted_sign_in:
            login = users.add_domain(
                "Login", cognito_domain=cognito.CognitoDomainOptions(domain_prefix=self._dashboards.login_domain)
            )
            cdk.CfnOutput(self, "HostedSignInUrl", value=login.base_url())
        acknowledge(users, "Optional outside prod, where the setting is required: every user may turn it on", "COG2")
        acknowledge(users, "Threat protection is a paid plan; environments with real users have it", "COG8")
        return users

    def _client(self) -> cognito.UserPoolClient:
        ops = f"{self._dashboards.url}/ops/"
        return self.users.add_client(
            "Dashboards",
            user_pool_client_name="dashboards",
            generate_secret=False,
            auth_flows=cognito.AuthFlow(user_srp=True, user_password=self._environment.password_sign_in),
            o_auth=cognito.OAuthSettings(
                flows=cognito.OAuthFlows(authorization_code_grant=True),
                scopes=[cognito.OAuthScope.OPENID, cognito.OAuthScope.PROFILE],
                callback_urls=[ops],
                logout_urls=[ops],
            ),
            supported_identity_providers=[cognito.UserPoolClientIdentityProvider.COGNITO],
            prevent_user_existence_errors=True,
            enable_token_revocation=True,
            access_token_validity=cdk.Duration.hours(1),
            id_token_validity=cdk.Duration.hours(1),
            refresh_token_validity=cdk.Duration.hours(12),
        )

    def _webhook_secret(self) -> str:
        secret = secretsmanager.Secret(
            self,
            "WebhookSecret",
            secret_name=f"{self._environment.prefix}/webhook",
            description="What the senders of POST /signals/{source} have to know",
            encryption_key=self._data.key,
            generate_secret_string=secretsmanager.SecretStringGenerator(password_length=48, exclude_punctuation=True),
            removal_policy=removal_policy(self._environment),
        )
        acknowledge(secret, "It is rotated together with its senders, which only a person can do", "SMG4")
        resource = secret.node.default_child
        assert isinstance(resource, secretsmanager.CfnSecret)
        return resource.attr_id
