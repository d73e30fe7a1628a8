-- +goose Up
-- The open cases of an office in the order of their lists, with all that a tally
-- counts and a list asks before it reads the case itself.
DROP INDEX cases_open;
DROP INDEX cases_post;
DROP INDEX cases_service;
CREATE INDEX cases_service ON cases (office, service, received, number);
CREATE INDEX cases_open ON cases (office, due, received, number, status, post, sealed) WHERE status <> 'closed';
CREATE INDEX cases_post ON cases (office, post, due, received, number, status, sealed) WHERE status <> 'closed';
CREATE INDEX cases_escalated ON cases (office, stage, due, received, number) WHERE status <> 'closed' AND stage > 0;
CREATE INDEX cases_away ON cases (office, due, received, number) WHERE status <> 'closed' AND referred <> '';
CREATE INDEX cases_running ON cases (office, service, received, number) WHERE status <> 'closed';
