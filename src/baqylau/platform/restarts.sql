-- name: add_restart
INSERT INTO process_restarts (process, ended_at, exit_code) VALUES (%s, to_timestamp(%s), %s);
