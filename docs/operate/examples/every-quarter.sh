# What a container does in place of cron, which needs root and hides the environment: a run every quarter of an hour, since a run
# that finds nothing to do takes a second. SIGTERM ends it with the run that is at work.
trap 'kill "$!" 2>/dev/null; wait; exit 143' TERM INT
while :; do
  dispatch-audio daily &
  wait "$!"
  sleep "${EVERY:-900}" &
  wait "$!"
done
