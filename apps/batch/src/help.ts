/** What `--help` prints. */
export const help = `Does a job for every item, and accounts for each.

  start      on this machine: a local AppSync and Cognito, loaded with places of the world; finds their time zones
  run [JOB]  against a real account, configured by environment variables, flags or project files
  enqueue [JOB]  puts a job's items in a queue of Amazon SQS; the same command goes on where it was
  work [JOB]     works on the items of a queue, together with any number of other workers
  follow [JOB]   looks on until all that was enqueued is done, and reports on all of it

Jobs
  time-zones     finds the time zone of every PENDING item (this one, when none is named)
  import-items   creates an item of every row of --input
  export-items   writes every item to --output as NDJSON; --status S only those of a status
  ./my-job.ts    a job of your own, by its path (run)

start and run
  --data DIR      keeps journal, dead letters and (start) the backend; the same command goes on where it was
                  (start: nothing is kept without it; run: .postern/batch)
  --report FILE   writes the report as JSON
  --max-rate N    sends at most N items a second; the pace adapts to the server by itself
  --timeout-seconds N  a request without an answer for so long counts as lost; an item that hangs again and again
                  becomes a dead letter (30)

start
  --items N       places to load, spread over the whole list (5000; 150000 and more for all)
  --places FILE   your own places: a JSON array of { "name", "lat", "lng", "country" }

run
  --input FILE    CSV (by its ending) or NDJSON; "-" is standard input, s3://bucket/key an object (import-items)
  --output FILE   goes on with the file that is there; an item is in it once (export-items)
  --status S      only items that are PENDING, PROCESSING, COMPLETED or FAILED (export-items)
  --retry-failed  does the dead letters of earlier runs again, in place of the job's own source

enqueue, work and follow
  --queue URL             BATCH_QUEUE_URL
  --dead-letters URL      BATCH_DEAD_LETTER_QUEUE_URL: failed items go there with their reason (work, follow)
  --tokens DIR            BATCH_TOKENS: where workers share their tokens, so that many sign in once: a folder, or the
                          ARN of a secret of AWS Secrets Manager
  --data DIR              where it is noted how far the source was read (enqueue, follow: .postern/batch); failed items
                          are written there (follow)
  --input FILE            as above, no "-"; enqueue: its rows go into the queue (NDJSON in several parts at once);
                          follow: the rows that were enqueued, to ask the API at the end whether each is there
  --visibility-seconds N  a message is hidden for so long at a time; after a crash it comes back then (work: 60)
  --until-empty           ends when the queue is empty (work)
  --quiet-seconds N       the queue has to be empty for so long (follow: 60)
  --run ID --items N      a run that a Lambda function has filled the queue for (follow)
  --report FILE           writes the report as JSON (follow)

The account, for all but start
  --endpoint URL          APPSYNC_GRAPHQL_ENDPOINT
  --region REGION         AWS_REGION
  --user-pool-id ID       COGNITO_USER_POOL_ID
  --client-id ID          COGNITO_CLIENT_ID
  --client-secret-file F  COGNITO_CLIENT_SECRET, where the app client has one
  --username NAME         BATCH_SERVICE_USERNAME
  --password-file F       BATCH_SERVICE_PASSWORD
  --password-arn ARN      BATCH_SERVICE_PASSWORD_ARN, a secret of AWS Secrets Manager in place of it
  --flow FLOW             COGNITO_AUTH_FLOW (USER_SRP_AUTH)
  --cognito-endpoint URL  AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER, for a Cognito that is not AWS's

Exit codes
  0  every item is done
  1  the job could not be done, or an item is not accounted for
  2  a flag, a file or the configuration is wrong or missing
  4  the sign-in was refused, or the server does not accept it
  5  every item is accounted for, and some have failed: the dead letters say why
  6  interrupted; the same command goes on where it was
`;
