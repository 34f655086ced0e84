/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-case-book.h"
#include "form/profile/hs-household.h"

G_BEGIN_DECLS

/* Exit codes, documented in `hosoctl --help`. */
typedef enum
{
  HS_EXIT_DONE = 0,
  HS_EXIT_INVALID = 1,     /* the input is not valid */
  HS_EXIT_USAGE = 2,       /* the call or its files are wrong */
  HS_EXIT_REFUSED = 3,     /* the portal refused */
  HS_EXIT_UNREACHABLE = 4, /* the portal cannot be reached */
} HsExit;

/* What hosoctl itself finds wrong. The message is the sentence for the user, translated; name, exit code and
 * advice of each are in hs-cli-error.c. */
typedef enum
{
  HS_CLI_ERROR_CALL, /* an argument or option has no such value */
  HS_CLI_ERROR_NO_PORTAL,
  HS_CLI_ERROR_USAGE, /* arguments are missing or too many, an option is unknown */
  HS_CLI_ERROR_FOLDER,
  HS_CLI_ERROR_DATA_DIR, /* no absolute path for the data */
  HS_CLI_ERROR_UNREADABLE,
  HS_CLI_ERROR_SEVERAL, /* the beginning of an id fits several dossiers */
  HS_CLI_ERROR_NO_DOSSIER,
  HS_CLI_ERROR_NO_ATTACHMENT,
  HS_CLI_ERROR_FROZEN,
  HS_CLI_ERROR_INCOMPLETE,
  HS_CLI_ERROR_NO_UNIT,
  HS_CLI_ERROR_NO_PROCEDURE,
  HS_CLI_ERROR_NO_FORM,
  HS_CLI_ERROR_ANSWERS,
  HS_CLI_ERROR_SIGN_IN,
  HS_CLI_ERROR_NO_PERSON,
} HsCliError;
#define HS_CLI_ERROR (hs_cli_error_quark ())
GQuark hs_cli_error_quark (void);

/* One run of hosoctl. What a command needs is opened when it first asks. */
typedef struct
{
  const char *command;    /* words of the command, "dossier attach" */
  gboolean json;          /* one JSON value on stdout instead of text */
  gboolean stale;         /* the portal could not be asked: the answer says so */
  gboolean answered;      /* in JSON mode: the one value was written */
  char *portal;           /* (owned) (nullable) --portal, else $HOSO_PORTAL_URL */
  HsWorld *world;         /* (owned) (nullable) as all below */
  HsStore *store;         /* (owned) */
  HsCatalogue *catalogue; /* (owned) */
  HsUnits *units;         /* (owned) */
  HsCaseBook *book;       /* (owned) */
  HsHousehold *household; /* (owned) */
} HsCli;

typedef struct
{
  const char *name;      /* "dossier attach" */
  const char *arguments; /* "ID SLOT FILE" */
  const char *summary;   /* msgid */
  HsExit (*run) (HsCli *cli, int argc, char **argv);
} HsCommand;

/* Tables of the command groups, ended by a NULL name. */
extern const HsCommand hs_cli_json_commands[];
extern const HsCommand hs_cli_catalogue_commands[];
extern const HsCommand hs_cli_form_commands[];
extern const HsCommand hs_cli_formio_commands[];
extern const HsCommand hs_cli_schema_commands[];
extern const HsCommand hs_cli_dossier_commands[];
extern const HsCommand hs_cli_send_commands[];
extern const HsCommand hs_cli_journey_commands[];
extern const HsCommand hs_cli_store_commands[];
extern const HsCommand hs_cli_profile_commands[];
extern const HsCommand hs_cli_logic_commands[];
extern const HsCommand hs_cli_explain_commands[];

/* Reads the options of a command (--json and --portal come by themselves). argv[0] is the command; what
 * is left after TRUE are the arguments, from argv[1]. FALSE: told why, HS_EXIT_USAGE. entries (nullable) is
 * ended by a NULL name. max -1: any number. */
gboolean
hs_cli_parse (HsCli *cli, int *argc, char ***argv, const GOptionEntry *entries, int min, int max);

/* TRUE when --json is among the arguments, also where they cannot be parsed. */
gboolean hs_cli_wants_json (int argc, char **argv);
/* In JSON mode the one value of a call that is wrong; HS_EXIT_USAGE. why: the sentence for the user. */
HsExit hs_cli_answer_usage (HsCli *cli, const char *why);

/* FALSE: the error was told, see hs_cli_fail(). */
HsWorld *hs_cli_get_world (HsCli *cli, GError **error);
HsStore *hs_cli_get_store (HsCli *cli, GError **error);
HsCatalogue *hs_cli_get_catalogue (HsCli *cli, GError **error);
HsUnits *hs_cli_get_units (HsCli *cli, GError **error);
HsCaseBook *hs_cli_get_book (HsCli *cli, GError **error);
/* A dossier by its id, or by an unambiguous beginning of it. */
HsDossier *hs_cli_find_dossier (HsCli *cli, const char *id, GError **error);
void hs_cli_clear (HsCli *cli);

/* Answers. print: text mode only. */
void hs_cli_print (HsCli *cli, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Progress for people: stderr in both modes. */
void hs_cli_tell (HsCli *cli, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The one JSON value of this run, in stable bytes; JSON mode only. Consumes node. */
void hs_cli_answer (HsCli *cli, JsonNode *node);
void hs_cli_answer_object (HsCli *cli, JsonObject *object);
/* Tells what happened, where, and what to do next, with the code; in JSON mode also as the one value when
 * there was none. Gives the exit code that fits. */
HsExit hs_cli_fail (HsCli *cli, const GError *error);
HsExit hs_cli_exit_of (const GError *error);
/* A trouble that does not end the command: one line what it is, one with the code. */
void hs_cli_tell_trouble (HsCli *cli, const GError *error);
const char *hs_cli_code_name (const GError *error, char buffer[64]); /* "portal:unreachable" */
JsonObject *hs_cli_error_to_json (const GError *error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, of a file among several: its exit code is `status`. */
JsonObject *hs_cli_verdict_to_json (const GError *error, HsExit status) G_GNUC_WARN_UNUSED_RESULT;

/* Runs the main loop until the call that was given hs_cli_result_cb and &result has answered. */
void hs_cli_result_cb (GObject *source, GAsyncResult *result, gpointer result_out);
GAsyncResult *hs_cli_await (GAsyncResult **result) G_GNUC_WARN_UNUSED_RESULT;

/* Files of the caller. max_bytes of a JSON file: 16 MiB. */
JsonNode *hs_cli_load_json (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hs_cli_save (const char *path, GBytes *bytes, GError **error);
/* Text of a file, "-" for standard input: UTF-8, at most max_bytes, without white space around it. What is
 * personal comes this way: arguments can be seen by other users of the machine. */
char *
hs_cli_load_text (const char *path, gsize max_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* An address: lines become one. */
char *hs_cli_load_address (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* hs-cli-words.c: names of states. */
const char *hs_cli_state_name (HsDossierState state);  /* "in-process" for programs */
const char *hs_cli_state_words (HsDossierState state); /* for people */
const char *hs_cli_task_name (HsTask task);            /* "declaration" */
const char *hs_cli_task_words (HsTask task);
const char *hs_cli_task_state_name (HsTaskState state);
const char *hs_cli_task_state_words (HsTaskState state);

/* hs-cli-dossier-json.c */
JsonObject *hs_cli_dossier_to_json (HsDossier *dossier, gboolean details) G_GNUC_WARN_UNUSED_RESULT;
void hs_cli_print_dossier (HsCli *cli, HsDossier *dossier);
/* Each missing thing as a line a person understands. */
char *hs_cli_missing_words (HsDossier *dossier, const char *missing) G_GNUC_WARN_UNUSED_RESULT;

/* Steps shared by commands and the journey. */
gboolean hs_cli_fill (HsCli *cli, HsDossier *dossier, const char *path, GError **error);
gboolean hs_cli_set_office (HsCli *cli, HsDossier *dossier, const char *code, GError **error);
gboolean hs_cli_attach (HsCli *cli, HsDossier *dossier, const char *slot, const char *path,
                        const char *password, HsAttachment **attachment, GError **error);
/* mode: "counter", "post" (then with an address) or "electronic". */
gboolean
hs_cli_set_delivery (HsDossier *dossier, const char *mode, const char *address, GError **error);
gboolean hs_cli_flush (HsDossier *dossier, GError **error);
gboolean hs_cli_print_declaration (HsDossier *dossier, const char *path, GError **error);
/* method: "device", "browser" or NULL: only says whether somebody is signed in. */
gboolean hs_cli_sign_in (HsCli *cli, const char *method, GError **error);
/* Until the receipt is there; wait_seconds: how long to wait out what only needs time, 0 not at all. */
gboolean hs_cli_send (HsCli *cli, HsDossier *dossier, guint wait_seconds, GError **error);
gboolean hs_cli_refresh (HsCli *cli, GError **error);
GBytes *hs_cli_get_file (HsCli *cli, HsDossier *dossier, const char *file_id,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One main loop turn at most that long. */
void hs_cli_turn (guint milliseconds);

/* hs-cli-profile.c: the people of the household. */
HsHousehold *hs_cli_get_household (HsCli *cli, GError **error);
/* By id, the beginning of one, or name; (transfer none). */
HsPerson *hs_cli_find_person (HsCli *cli, const char *who, GError **error);
/* Fills by "ROLE=WHO" or "ROLE@/members/0=WHO", as given to --person. pairs is nullable. */
gboolean hs_cli_fill_people (HsCli *cli, HsForm *form, char **pairs, GError **error);

/* hs-cli-form.c: problems as JSON and as lines. */
JsonArray *hs_cli_problems_to_json (HsForm *form) G_GNUC_WARN_UNUSED_RESULT;
void hs_cli_print_problems (HsCli *cli, HsForm *form);

G_END_DECLS
