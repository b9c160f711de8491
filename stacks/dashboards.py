"""Dashboards: the bucket that holds the built pages and the distribution that serves them.

The files themselves are uploaded after the deployment, together with the `config.json` that names this environment.
"""

import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from constructs import Construct

from stacks.acknowledged import acknowledge
from stacks.environment import Environment
from stacks.function import removal_policy
from stacks.live import LiveStack
from stacks.site_headers import headers_policy

_PAGES = """function handler(event) {
  var request = event.request;
  var parts = request.uri.split('/');
  if (parts[parts.length - 1].indexOf('.') === -1) {
    request.uri = parts[1] ? '/' + parts[1] + '/index.html' : '/index.html';
  }
  return request;
}
"""
"""A path without a file name is a dashboard's: each is one page, which reads the rest of the path itself."""


class DashboardsStack(cdk.Stack):
    """The site."""

    def __init__(self, scope: Construct, environment: Environment, live: LiveStack) -> None:
        super().__init__(scope, environment.stack("Dashboards"), description="Incident Commander: the dashboards")
        self._environment, self._live = environment, live
        self._logs = self._log_bucket()
        self.bucket = self._site_bucket()
        self.login_domain = f"{environment.prefix}-{self.account}"
        distribution = self._distribution()
        self.url = environment.addresses.site.format(
            domain=distribution.distribution_domain_name,
            port=environment.port,
            label=cdk.Fn.select(0, cdk.Fn.split(".", distribution.distribution_domain_name)),
        )
        cdk.CfnOutput(self, "DashboardsUrl", value=self.url)
        cdk.CfnOutput(self, "SiteBucket", value=self.bucket.bucket_name)
        cdk.CfnOutput(self, "DistributionId", value=distribution.distribution_id)

    def _log_bucket(self) -> s3.Bucket:
        return s3.Bucket(
            self,
            "AccessLogs",
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,  # CloudFront's log delivery writes by ACL
            lifecycle_rules=[
                s3.LifecycleRule(id="forget", expiration=cdk.Duration.days(self._environment.log_retention_days))
            ],
            removal_policy=removal_policy(self._environment),
        )

    def _site_bucket(self) -> s3.Bucket:
        return s3.Bucket(
            self,
            "Site",
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            versioned=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            server_access_logs_bucket=self._logs,
            server_access_logs_prefix="site/",
            lifecycle_rules=[
                s3.LifecycleRule(id="forget-replaced", noncurrent_version_expiration=cdk.Duration.days(30))
            ],
            removal_policy=removal_policy(self._environment),
        )

    def _distribution(self) -> cloudfront.Distribution:
        origin = origins.S3BucketOrigin.with_origin_access_control(self.bucket)
        pages = cloudfront.Function(
            self,
            "Pages",
            function_name=f"{self._environment.prefix}-pages",
            runtime=cloudfront.FunctionRuntime.JS_2_0,
            code=cloudfront.FunctionCode.from_inline(_PAGES),
            comment="A path without a file name is a page",
        )

        def behavior(
            name: str, connect: list[str], cache: cloudfront.ICachePolicy = cloudfront.CachePolicy.CACHING_OPTIMIZED
        ) -> cloudfront.BehaviorOptions:
            return cloudfront.BehaviorOptions(
                origin=origin,
                compress=True,
                cache_policy=cache,
                viewer_protocol_policy=(
                    cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS
                    if self._environment.site_https_only
                    else cloudfront.ViewerProtocolPolicy.ALLOW_ALL
                ),
                response_headers_policy=headers_policy(
                    self, f"{name.capitalize()}Headers", f"{self._environment.prefix}-{name}", connect
                ),
                function_associations=[
                    cloudfront.FunctionAssociation(
                        function=pages, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST
                    )
                ],
            )

        distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment=self._environment.prefix,
            default_root_object="index.html",
            default_behavior=behavior("site", ["'none'"]),
            additional_behaviors={
                "/demo*": behavior("demo", ["'none'"]),
                "/transparency*": behavior("transparency", ["'self'"]),
                "/ops*": behavior("ops", ["'self'", *self._backends()]),
                "/config.json": behavior("config", ["'none'"], cloudfront.CachePolicy.CACHING_DISABLED),
            },
            error_responses=[
                cloudfront.ErrorResponse(
                    http_status=status,
                    response_http_status=404,
                    response_page_path="/404.html",
                    ttl=cdk.Duration.minutes(1),
                )
                for status in (403, 404)  # without the right to list, S3 answers 403 for a key that is not there
            ],
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            price_class=cloudfront.PriceClass[self._environment.price_class],
            enable_logging=True,
            log_bucket=self._logs,
            log_file_prefix="cloudfront/",
        )
        acknowledge(distribution, "Incident responders may be anywhere", "CFR1")
        acknowledge(distribution, "Static public files; the firewall is in front of the APIs and the sign-in", "CFR2")
        acknowledge(
            distribution,
            "The distribution's own certificate; a custom domain with its own brings TLS 1.2 at least",
            "CFR4",
        )
        return distribution

    def _backends(self) -> list[str]:
        """The origins that /ops connects to, exactly, each once."""
        names = {
            "region": self._live.region,
            "suffix": self._live.url_suffix,
            "login": self.login_domain,
            "port": self._environment.port,
            "stage": "",
            "api": "",
        }
        addresses = self._environment.addresses
        return list(
            dict.fromkeys(
                [
                    _origin(addresses.rest).format(**{**names, "api": self._live.rest_api.ref}),
                    _origin(addresses.websocket).format(**{**names, "api": self._live.websocket_api.ref}),
                    *(address.format(**names) for address in addresses.identity),
                ]
            )
        )


def _origin(address: str) -> str:
    """Scheme and host of an address."""
    return "/".join(address.split("/")[:3])
