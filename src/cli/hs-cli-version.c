/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Versions of a form: what has changed between two packages, drafts that move from one to the other, and
 * dossiers that do. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli-version.h"

#include "dossier/hs-move-words.h"
#include "form/version/hs-form-version.h"

#include <glib/gi18n.h>
#include <string.h>

/* Two packages. */

static JsonArray *
reasons_to_json (HsFormComparison *comparison)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < comparison->reasons->len; i++)
    {
      HsFormReason *reason = comparison->reasons->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "change", hs_form_change_get_name (reason->change));
      json_object_set_string_member (object, "pointer", reason->pointer);
      json_object_set_string_member (object, "what", reason->what);
      json_array_add_object_element (list, object);
    }
  return list;
}

static JsonObject *
comparison_to_json (HsFormComparison *comparison, HsFormPackage *old, HsFormPackage *new)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", hs_form_package_get_id (new));
  json_object_set_string_member (object, "old", hs_form_package_get_version (old));
  json_object_set_string_member (object, "new", hs_form_package_get_version (new));
  json_object_set_string_member (object, "change", hs_form_change_get_name (comparison->change));
  json_object_set_string_member (object, "claimed", hs_form_change_get_name (comparison->claimed));
  json_object_set_boolean_member (object, "honest", comparison->change <= comparison->claimed);
  json_object_set_array_member (object, "reasons", reasons_to_json (comparison));
  return object;
}

static void
print_reasons (HsCli *cli, HsFormComparison *comparison)
{
  for (guint i = 0; i < comparison->reasons->len; i++)
    {
      HsFormReason *reason = comparison->reasons->pdata[i];

      hs_cli_print (cli, "  %-5s  %s: %s", hs_form_change_get_name (reason->change),
                    *reason->pointer != '\0' ? reason->pointer : "/", reason->what);
    }
}

HsExit
hs_cli_form_compare (HsCli *cli, int argc, char **argv)
{
  g_autoptr (HsFormPackage) old = NULL;
  g_autoptr (HsFormPackage) new = NULL;
  g_autoptr (HsFormComparison) comparison = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) claim = NULL;

  if (!hs_cli_parse (cli, &argc, &argv, NULL, 2, 2))
    return HS_EXIT_USAGE;
  old = hs_cli_load_package (cli, argv[1], &error);
  new = old != NULL ? hs_cli_load_package (cli, argv[2], &error) : NULL;
  comparison = new != NULL ? hs_form_compare (old, new, &error) : NULL;
  if (comparison == NULL)
    return hs_cli_fail (cli, error);
  hs_cli_answer_object (cli, comparison_to_json (comparison, old, new));
  hs_cli_print (cli, _ ("%s, from %s to %s: %s"), hs_form_package_get_id (new),
                hs_form_package_get_version (old), hs_form_package_get_version (new),
                hs_form_change_get_name (comparison->change));
  print_reasons (cli, comparison);
  if (hs_form_comparison_check (comparison, old, new, &claim))
    return HS_EXIT_DONE;
  hs_cli_tell (cli, "%s", claim->message);
  return HS_EXIT_INVALID;
}

/* The pointers that steps from that version begin with are in it. */
static gboolean
check_sources (HsFormPackage *package, HsFormPackage *old, GError **error)
{
  g_autofree char *unknown = hs_form_package_find_unknown_source (package, old);

  if (unknown == NULL)
    return TRUE;
  g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE,
               "migrate: version %s has no field or block “%s” to begin with",
               hs_form_package_get_version (old), unknown);
  return FALSE;
}

gboolean
hs_cli_check_against (HsCli *cli, HsFormPackage *package, const char *against, JsonObject *verdict,
                      GError **error)
{
  g_autoptr (HsFormPackage) old = hs_cli_load_package (cli, against, error);
  g_autoptr (HsFormComparison) comparison = NULL;

  if (old == NULL || (comparison = hs_form_compare (old, package, error)) == NULL)
    return FALSE;
  json_object_set_object_member (verdict, "against", comparison_to_json (comparison, old, package));
  hs_cli_print (cli, _ ("Against version %s: %s"), hs_form_package_get_version (old),
                hs_form_change_get_name (comparison->change));
  print_reasons (cli, comparison);
  return hs_form_comparison_check (comparison, old, package, error) &&
         check_sources (package, old, error);
}

/* Moving. */

static JsonObject *
item_to_json (HsFormMoveItem *item)
{
  JsonObject *object = json_object_new ();
  const struct
  {
    const char *name;
    const char *text;
  } members[] = {
    { "place", hs_form_move_item_get_place (item) },
    { "oldPointer", hs_form_move_item_get_old_pointer (item) },
    { "oldLabel", hs_form_move_item_get_old_label (item) },
    { "oldText", hs_form_move_item_get_old_text (item) },
    { "pointer", hs_form_move_item_get_pointer (item) },
    { "label", hs_form_move_item_get_label (item) },
    { "text", hs_form_move_item_get_text (item) },
    { "note", hs_form_move_item_get_note (item) },
  };

  json_object_set_string_member (object, "kind",
                                 hs_form_move_kind_get_name (hs_form_move_item_get_kind (item)));
  json_object_set_string_member (
    object, "reason", hs_form_move_reason_get_name (hs_form_move_item_get_reason (item)));
  json_object_set_boolean_member (object, "needsAnswer", hs_form_move_item_needs_answer (item));
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].text != NULL && *members[i].text != '\0')
      json_object_set_string_member (object, members[i].name, members[i].text);
  return object;
}

static JsonObject *
move_to_json (HsFormMove *move)
{
  GListModel *items = hs_form_move_get_items (move);
  JsonObject *object = json_object_new (), *counts = json_object_new ();
  JsonArray *list = json_array_new ();

  for (HsFormMoveKind kind = 0; kind < HS_FORM_N_MOVES; kind++)
    json_object_set_int_member (counts, hs_form_move_kind_get_name (kind),
                                hs_form_move_count (move, kind));
  json_object_set_int_member (counts, "needsAnswer", hs_form_move_count_to_answer (move));
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (HsFormMoveItem) item = g_list_model_get_item (items, i);

      json_array_add_object_element (list, item_to_json (item));
    }
  json_object_set_string_member (object, "from",
                                 hs_form_package_get_version (hs_form_move_get_from (move)));
  json_object_set_string_member (object, "to",
                                 hs_form_package_get_version (hs_form_move_get_to (move)));
  json_object_set_object_member (object, "counts", counts);
  json_object_set_array_member (object, "items", list);
  return object;
}

static void
print_item (HsCli *cli, HsFormMoveItem *item)
{
  const char *old = hs_form_move_item_get_old_label (item);
  const char *new = hs_form_move_item_get_label (item);
  const char *note = hs_form_move_item_get_note (item);
  const char *why = hs_move_reason_words (hs_form_move_item_get_reason (item));

  if (*old != '\0')
    hs_cli_print (cli, "    %s: %s", old, hs_form_move_item_get_old_text (item));
  if (*new != '\0' && hs_form_move_item_get_kind (item) != HS_FORM_MOVE_SAME)
    hs_cli_print (cli, "    %s%s: %s", *old != '\0' ? "→ " : "", new,
                  hs_form_move_item_get_text (item));
  if (*why != '\0' || note != NULL)
    hs_cli_print (cli, "      %s", note != NULL ? note : why);
}

/* The greatest concern first, what stays the same last. */
static void
print_move (HsCli *cli, HsFormMove *move)
{
  static const HsFormMoveKind order[] = { HS_FORM_MOVE_NOT_MOVED, HS_FORM_MOVE_CHANGED,
                                          HS_FORM_MOVE_NEW, HS_FORM_MOVE_RENAMED,
                                          HS_FORM_MOVE_SAME };
  GListModel *items = hs_form_move_get_items (move);
  g_autofree char *summary = hs_move_summary (move);

  hs_cli_print (cli, "%s → %s: %s", hs_form_package_get_version (hs_form_move_get_from (move)),
                hs_form_package_get_version (hs_form_move_get_to (move)), summary);
  for (guint k = 0; k < G_N_ELEMENTS (order); k++)
    {
      if (hs_form_move_count (move, order[k]) == 0)
        continue;
      hs_cli_print (cli, "  %s", hs_move_kind_title (order[k]));
      for (guint i = 0; i < g_list_model_get_n_items (items); i++)
        {
          g_autoptr (HsFormMoveItem) item = g_list_model_get_item (items, i);

          if (hs_form_move_item_get_kind (item) == order[k])
            print_item (cli, item);
        }
    }
}

static gboolean
save_draft (HsFormMove *move, const char *path, GError **error)
{
  g_autoptr (JsonNode) draft = hs_form_move_dup_draft (move);
  g_autofree char *pretty = hs_json_write_pretty (draft);
  g_autoptr (GBytes) bytes = g_bytes_new (pretty, strlen (pretty));

  return hs_cli_save (path, bytes, error);
}

static HsFormMove *
plan_move (HsCli *cli, const char *to, const char *from, const char *draft, GError **error)
{
  g_autoptr (HsFormPackage) old = hs_cli_load_package (cli, from, error);
  g_autoptr (HsFormPackage) new = old != NULL ? hs_cli_load_package (cli, to, error) : NULL;
  g_autoptr (JsonNode) answers = new != NULL ? hs_cli_load_json (draft, error) : NULL;
  HsFormMove *move;

  if (answers == NULL || hs_cli_get_units (cli, error) == NULL)
    return NULL;
  move = hs_form_move_new (old, answers, new, cli->world, cli->units, error);
  if (move == NULL)
    g_prefix_error (error, "%s: ", draft);
  return move;
}

HsExit
hs_cli_form_move (HsCli *cli, int argc, char **argv)
{
  g_autofree char *from = NULL;
  g_autofree char *draft = NULL;
  g_autofree char *to = NULL;
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from, N_ ("The version the draft was begun in"),
      N_ ("PACKAGE") },
    { "draft", 0, 0, G_OPTION_ARG_FILENAME, &draft, N_ ("The draft, or the answers, to move"),
      N_ ("FILE") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &to, N_ ("Write the moved draft to this file"),
      N_ ("FILE") },
    { NULL },
  };
  g_autoptr (HsFormMove) move = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *answer;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, 1))
    return HS_EXIT_USAGE;
  if (from == NULL || draft == NULL)
    {
      g_set_error_literal (&error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                           _ ("Say with --from which version the draft is of, and with --draft "
                              "where it is"));
      return hs_cli_fail (cli, error);
    }
  move = plan_move (cli, argv[1], from, draft, &error);
  if (move == NULL || (to != NULL && !save_draft (move, to, &error)))
    return hs_cli_fail (cli, error);
  print_move (cli, move);
  answer = move_to_json (move);
  json_object_set_member (answer, "draft", hs_form_move_dup_draft (move));
  hs_cli_answer_object (cli, answer);
  return HS_EXIT_DONE;
}

/* Dossiers. */

static JsonArray *
kept_to_json (HsDossier *dossier)
{
  HsForm *form = hs_dossier_get_form (dossier);
  JsonNode *node = form != NULL ? hs_form_kept_write (hs_form_get_not_moved (form)) : NULL;
  JsonArray *list = node != NULL ? json_node_dup_array (node) : json_array_new ();

  g_clear_pointer (&node, json_node_unref);
  return list;
}

static HsExit
move_dossier (HsCli *cli, HsDossier *dossier, gboolean show)
{
  g_autoptr (HsFormMove) move = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *answer;

  if (!hs_dossier_claim (dossier, &error) ||
      (move = hs_dossier_plan_move (dossier, &error)) == NULL ||
      (!show && !hs_dossier_move_form (dossier, move, &error)))
    return hs_cli_fail (cli, error);
  print_move (cli, move);
  if (show)
    hs_cli_print (cli, "%s", _ ("Nothing was changed yet. Without --show the draft is moved."));
  answer = move_to_json (move);
  json_object_set_boolean_member (answer, "moved", !show);
  json_object_set_array_member (answer, "notMoved", kept_to_json (dossier));
  hs_cli_answer_object (cli, answer);
  return HS_EXIT_DONE;
}

static HsExit
move_dossier_back (HsCli *cli, HsDossier *dossier)
{
  g_autoptr (GError) error = NULL;

  if (!hs_dossier_move_back (dossier, &error))
    return hs_cli_fail (cli, error);
  hs_cli_answer_object (cli, hs_cli_dossier_to_json (dossier, TRUE));
  hs_cli_print_dossier (cli, dossier);
  return HS_EXIT_DONE;
}

HsExit
hs_cli_dossier_move_form (HsCli *cli, int argc, char **argv)
{
  gboolean show = FALSE, back = FALSE;
  const GOptionEntry entries[] = {
    { "show", 0, 0, G_OPTION_ARG_NONE, &show, N_ ("Only show what would change"), NULL },
    { "back", 0, 0, G_OPTION_ARG_NONE, &back,
      N_ ("Back to the version and the answers as they were before the last move"), NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  HsDossier *dossier;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, 1))
    return HS_EXIT_USAGE;
  if (show && back)
    {
      g_set_error_literal (&error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                           _ ("--show and --back do not go together"));
      return hs_cli_fail (cli, error);
    }
  dossier = hs_cli_find_dossier (cli, argv[1], &error);
  if (dossier == NULL)
    return hs_cli_fail (cli, error);
  return back ? move_dossier_back (cli, dossier) : move_dossier (cli, dossier, show);
}

void
hs_cli_add_form_version (HsDossier *dossier, JsonObject *object)
{
  HsForm *form = hs_dossier_get_form (dossier);
  HsFormPackage *package = form != NULL ? hs_form_get_package (form) : NULL;
  HsFormChange change;
  HsFormPackage *newer;
  JsonObject *its;

  if (package == NULL)
    return;
  its = json_object_new ();
  newer = hs_dossier_get_newer_form (dossier, &change);
  json_object_set_string_member (its, "id", hs_form_package_get_id (package));
  json_object_set_string_member (its, "version", hs_form_package_get_version (package));
  json_object_set_string_member (its, "sha256", hs_form_package_get_sha256 (package));
  json_object_set_array_member (its, "notMoved", kept_to_json (dossier));
  if (hs_form_package_get_valid_to (package) != NULL)
    {
      g_autofree char *day = hs_date_to_iso (hs_form_package_get_valid_to (package));

      json_object_set_string_member (its, "validTo", day);
    }
  if (newer != NULL)
    {
      JsonObject *other = json_object_new ();

      json_object_set_string_member (other, "version", hs_form_package_get_version (newer));
      json_object_set_string_member (other, "change", hs_form_change_get_name (change));
      json_object_set_object_member (its, "newer", other);
    }
  json_object_set_object_member (object, "form", its);
}
