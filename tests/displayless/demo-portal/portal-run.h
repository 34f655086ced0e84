/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-json.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The real hoso-demo-portal on a free port with a state directory of its own. */
typedef struct
{
  GSubprocess *process; /* (owned) (nullable) while it runs */
  char *state_dir;      /* (owned) removed with the portal */
  char *log_path;       /* (owned) stderr of all its runs, with every message */
  GStrv arguments;      /* (owned) of the first run */
  guint16 port;
  char *url;    /* (owned) */
  char *bearer; /* (owned) (nullable) "Authorization: Bearer ...\r\n" */
} Portal;

/* arguments (nullable): as on the command line; --state-dir and --port are added. */
Portal *portal_start (const char *const *arguments);
void portal_free (Portal *self);
/* SIGKILL; then the same state and port again, without the first run's arguments. */
void portal_kill (Portal *self);
/* SIGTERM; asserts that it ended well, also in the eyes of sanitizers. */
void portal_stop (Portal *self);
void portal_restart (Portal *self);
void portal_restart_with (Portal *self, const char *const *arguments);
/* Waits until it has died by SIGKILL. */
void portal_expect_death (Portal *self);

/* What came back, however little. */
typedef struct
{
  guint status;        /* 0: not even a status line */
  GHashTable *headers; /* (owned) lower-case names */
  GBytes *body;        /* (owned) */
  JsonNode *json;      /* (owned) (nullable) when it is JSON */
  gsize n_bytes;       /* of head and body as they came */
  gboolean whole;      /* all bytes Content-Length speaks of */
} Answer;

void answer_free (Answer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Portal, portal_free)

/* One request on a connection of its own. headers: lines that end in \r\n, (nullable); the portal's
 * bearer is added unless headers begin with "-". Host and Content-Length are added where missing. */
Answer *call (Portal *portal, const char *method, const char *path, const char *headers,
              const char *body, gssize length) G_GNUC_WARN_UNUSED_RESULT;
Answer *call_json (Portal *portal, const char *method, const char *path,
                   const char *body) G_GNUC_WARN_UNUSED_RESULT;
Answer *call_form (Portal *portal, const char *path, const char *body) G_GNUC_WARN_UNUSED_RESULT;
Answer *get (Portal *portal, const char *path) G_GNUC_WARN_UNUSED_RESULT;
/* For what must go on while something else happens: the open connection after the bytes were sent. */
GSocketConnection *
send_raw (Portal *portal, const char *data, gsize length) G_GNUC_WARN_UNUSED_RESULT;

const char *answer_header (Answer *self, const char *name);
const char *answer_text (Answer *self, const char *pointer); /* "" when missing */
gint64 answer_int (Answer *self, const char *pointer);       /* -1 when missing */
/* Status and problem code (NULL: no problem). */
void assert_answer (Answer *self, guint status, const char *code);

/* Device grant through the page, as that resident; sets portal->bearer. */
void portal_sign_in (Portal *portal, const char *resident);
/* The value of a page's hidden csrf field. */
char *portal_csrf (Portal *portal, const char *path);
void portal_fault (Portal *portal, const char *spec);
void portal_advance (Portal *portal, gint64 seconds);
void portal_act (Portal *portal, const char *dossier, const char *act, const char *body);

/* A file of a dossier under test. */
typedef struct
{
  const char *evidence;
  const char *name;
  const char *media;
  gsize size; /* bytes, of a pattern that depends on the name */
} TestFile;

/* A dossier whose ids come from chance. */
typedef struct
{
  char *id;            /* (owned) */
  JsonNode *announced; /* (owned) with manifestSha256 */
  char *manifest;      /* (owned) */
  gint64 round;
} TestDossier;

TestDossier *dossier_new (gint64 round, const char *id, const TestFile *files, guint n_files);
void dossier_free (TestDossier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestDossier, dossier_free)
/* Computes manifestSha256 again after the announcement was changed. */
void dossier_seal (TestDossier *self);
char *dossier_text (TestDossier *self);
const char *dossier_attachment (TestDossier *self, guint i, const char *member);
GBytes *dossier_bytes (TestDossier *self, guint i);
Answer *dossier_announce (Portal *portal, TestDossier *self) G_GNUC_WARN_UNUSED_RESULT;
/* POST /uploads; path of the upload, NULL when it is not 201. */
char *dossier_create_upload (Portal *portal, TestDossier *self, guint i);
Answer *upload_patch (Portal *portal, const char *path, gsize offset, const char *data,
                      gsize length) G_GNUC_WARN_UNUSED_RESULT;
gint64 upload_offset (Portal *portal, const char *path);
void dossier_upload_all (Portal *portal, TestDossier *self);
Answer *dossier_submit (Portal *portal, TestDossier *self) G_GNUC_WARN_UNUSED_RESULT;
/* All of it; the reference number is asserted to be there. */
TestDossier *dossier_file (Portal *portal);
/* How many submissions the portal's journal knows of that round. */
gint64 journal_count (Portal *portal, const char *dossier, gint64 round);
/* Asserts the receipt's signature with the key of /.well-known/portal and what it speaks of. */
void assert_receipt (Portal *portal, Answer *answer, TestDossier *dossier);

G_END_DECLS
