/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-json.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A folder of its own for the data of the real hosoctl. */
typedef struct
{
  char *dir; /* (owned) removed at the end */
} CliPlace;
CliPlace *cli_place_new (void) G_GNUC_WARN_UNUSED_RESULT;
void cli_place_free (CliPlace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliPlace, cli_place_free)
/* Deletes a folder with all that is in it. */
void cli_remove_tree (const char *path);
char *cli_place_path (CliPlace *self, const char *name) G_GNUC_WARN_UNUSED_RESULT;

/* What one run gave. */
typedef struct
{
  int status;     /* exit code; -1: killed by a signal */
  char *out;      /* (owned) */
  char *err;      /* (owned) */
  JsonNode *json; /* (owned) (nullable) of out */
} CliRun;
void cli_run_free (CliRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliRun, cli_run_free)

/* Arguments end with NULL. */
CliRun *cli_run (CliPlace *place, ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
CliRun *cli_runv (CliPlace *place, const char *const *arguments,
                  const char *input) G_GNUC_WARN_UNUSED_RESULT;
/* As cli_run(), and the exit code must be that. */
CliRun *
cli_expect (CliPlace *place, int status, ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
/* SIGKILL as soon as so many lines were said on stderr. TRUE: it was still running then. */
gboolean cli_run_and_kill (CliPlace *place, const char *const *arguments, guint n_lines);

const char *cli_text (CliRun *run, const char *pointer); /* "" when it is not there */
/* Code of the error in JSON mode, "" none. */
const char *cli_code (CliRun *run);

/* A valid PDF of one page with so many bytes that cannot be made smaller. */
void cli_make_pdf (const char *path, gsize size);
/* A complete dossier, ready to send; its id. */
char *cli_make_dossier (CliPlace *place, const char *paper) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
