# shellcheck shell=bash
# Give AWS's clients the id token of a GitLab job. The job sources it, since it sets a variable.
#
# RECONCILER_ID_TOKEN  the token, from `id_tokens:` of the job
# AWS_ROLE_ARN         the role that the token takes
#
# Sets AWS_WEB_IDENTITY_TOKEN_FILE, a file that only the user of the job can read.

: "${RECONCILER_ID_TOKEN:?the job has no id_tokens}" "${AWS_ROLE_ARN:?is empty: the variable with the ARN of the role is not set, or is protected and the branch is not}"
AWS_WEB_IDENTITY_TOKEN_FILE=$(mktemp)
printf %s "$RECONCILER_ID_TOKEN" >"$AWS_WEB_IDENTITY_TOKEN_FILE"
export AWS_WEB_IDENTITY_TOKEN_FILE
