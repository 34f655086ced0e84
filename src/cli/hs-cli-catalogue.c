/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hosoctl catalogue and unit: finding procedures and offices, importing the national records. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli.h"

#include "base/hs-text.h"
#include "catalog/hs-procedure-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define DEFAULT_LIMIT 20

/* (transfer full): what is empty is left out. */
static void
set_string (JsonObject *object, const char *member, const char *value)
{
  if (value != NULL && *value != '\0')
    json_object_set_string_member (object, member, value);
}

static JsonObject *
summary_to_json (HsProcedure *procedure)
{
  JsonObject *object = json_object_new ();

  set_string (object, "code", hs_procedure_get_code (procedure));
  set_string (object, "title", hs_procedure_get_title (procedure));
  set_string (object, "legalName", hs_procedure_get_legal_name (procedure));
  set_string (object, "field", hs_procedure_get_field (procedure));
  set_string (object, "agency", hs_procedure_get_agency (procedure));
  set_string (object, "level", hs_procedure_get_level (procedure));
  set_string (object, "online", hs_procedure_get_online (procedure));
  set_string (object, "form", hs_procedure_get_form_id (procedure));
  return object;
}

static void
print_found (HsCli *cli, HsProcedure *procedure)
{
  const char *title = hs_procedure_get_title (procedure);
  const char *field = hs_procedure_get_field (procedure);
  g_autofree char *name =
    hs_text_is_blank (field) ? g_strdup (title) : g_strdup_printf ("%s (%s)", title, field);
  g_autofree char *line = hs_procedure_get_form_id (procedure) != NULL
                            ? g_strdup_printf (_ ("%s · can be filled here"), name)
                            : g_strdup (name);

  hs_cli_print (cli, "%-12s %s", hs_procedure_get_code (procedure), line);
}

static HsExit
answer_procedures (HsCli *cli, GListModel *found)
{
  JsonArray *list = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  guint n = g_list_model_get_n_items (found);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsProcedure) procedure = g_list_model_get_item (found, i);

      print_found (cli, procedure);
      json_array_add_object_element (list, summary_to_json (procedure));
    }
  if (n == 0)
    hs_cli_print (cli, "%s", _ ("Nothing found. Try other words, or fewer of them."));
  json_node_take_array (node, list);
  hs_cli_answer (cli, node);
  return HS_EXIT_DONE;
}

static HsExit
search_with (HsCli *cli, int argc, char **argv, gboolean with_text)
{
  HsCatalogueFilter filter = { NULL };
  g_autofree char *field = NULL;
  g_autofree char *level = NULL;
  g_autofree char *online = NULL;
  g_autofree char *audience = NULL;
  g_autofree char *life_event = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GListModel) found = NULL;
  g_autoptr (GError) error = NULL;
  int limit = with_text ? DEFAULT_LIMIT : 100000;
  const GOptionEntry entries[] = {
    { "field", 0, 0, G_OPTION_ARG_STRING, &field, N_ ("Only this field, such as Hộ tịch"),
      N_ ("NAME") },
    { "level", 0, 0, G_OPTION_ARG_STRING, &level,
      N_ ("Only of this level: commune, province or ministry"), N_ ("LEVEL") },
    { "online", 0, 0, G_OPTION_ARG_STRING, &online,
      N_ ("Only what can be done online so far: full, partial or none"), N_ ("HOW") },
    { "audience", 0, 0, G_OPTION_ARG_STRING, &audience,
      N_ ("Only for these: citizen, business or foreigner"), N_ ("WHO") },
    { "life-event", 0, 0, G_OPTION_ARG_STRING, &life_event, N_ ("Only of this life event"),
      N_ ("EVENT") },
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_ ("At most so many"), N_ ("N") },
    { NULL },
  };

  if (!hs_cli_parse (cli, &argc, &argv, entries, with_text ? 1 : 0, with_text ? -1 : 0))
    return HS_EXIT_USAGE;
  filter.field = field;
  filter.level = level;
  filter.online = online;
  filter.audience = audience;
  filter.life_event = life_event;
  text = g_strjoinv (" ", argv + 1);
  if (hs_cli_get_catalogue (cli, &error) != NULL)
    found = hs_catalogue_search (cli->catalogue, with_text ? text : "", &filter,
                                 limit > 0 ? limit : 1, &error);
  return found != NULL ? answer_procedures (cli, found) : hs_cli_fail (cli, error);
}

static HsExit
search (HsCli *cli, int argc, char **argv)
{
  return search_with (cli, argc, argv, TRUE);
}

static HsExit
list_all (HsCli *cli, int argc, char **argv)
{
  return search_with (cli, argc, argv, FALSE);
}

static JsonArray *
evidence_to_json (HsProcedure *procedure)
{
  GPtrArray *evidence = hs_procedure_get_evidence (procedure);
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < evidence->len; i++)
    {
      const HsEvidence *item = evidence->pdata[i];
      JsonObject *object = json_object_new ();

      set_string (object, "id", item->id);
      set_string (object, "name", item->name);
      set_string (object, "note", item->note);
      set_string (object, "group", item->group);
      set_string (object, "condition", item->condition);
      set_string (object, "copyKind", item->copy_kind);
      json_object_set_boolean_member (object, "required", item->required);
      json_object_set_int_member (object, "originals", item->n_originals);
      json_object_set_int_member (object, "copies", item->n_copies);
      json_array_add_object_element (list, object);
    }
  return list;
}

static JsonArray *
channels_to_json (HsProcedure *procedure)
{
  GPtrArray *channels = hs_procedure_get_channels (procedure);
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < channels->len; i++)
    {
      const HsChannel *item = channels->pdata[i];
      JsonObject *object = json_object_new ();

      set_string (object, "kind", item->kind);
      set_string (object, "durationUnit", item->duration_unit);
      set_string (object, "feeText", item->fee_text);
      set_string (object, "note", item->note);
      json_object_set_int_member (object, "duration", item->duration);
      if (item->fee >= 0)
        json_object_set_int_member (object, "fee", item->fee);
      json_array_add_object_element (list, object);
    }
  return list;
}

static JsonArray *
texts_to_json (GPtrArray *texts)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < texts->len; i++)
    {
      const HsNamedText *item = texts->pdata[i];
      JsonObject *object = json_object_new ();

      set_string (object, "name", item->name);
      set_string (object, "text", item->text);
      json_array_add_object_element (list, object);
    }
  return list;
}

static JsonObject *
details_to_json (HsProcedure *procedure)
{
  JsonObject *object = summary_to_json (procedure);

  set_string (object, "promulgator", hs_procedure_get_promulgator (procedure));
  set_string (object, "decision", hs_procedure_get_decision (procedure));
  set_string (object, "updated", hs_procedure_get_updated (procedure));
  set_string (object, "source", hs_procedure_get_source (procedure));
  set_string (object, "summary", hs_procedure_get_summary (procedure));
  set_string (object, "requirements", hs_procedure_get_requirements (procedure));
  set_string (object, "onlineNote", hs_procedure_get_online_note (procedure));
  json_object_set_array_member (object, "channels", channels_to_json (procedure));
  json_object_set_array_member (object, "evidence", evidence_to_json (procedure));
  json_object_set_array_member (object, "steps",
                                texts_to_json (hs_procedure_get_steps (procedure)));
  json_object_set_array_member (object, "cases",
                                texts_to_json (hs_procedure_get_cases (procedure)));
  json_object_set_array_member (object, "legalBases",
                                texts_to_json (hs_procedure_get_legal_bases (procedure)));
  json_object_set_array_member (object, "results",
                                texts_to_json (hs_procedure_get_results (procedure)));
  return object;
}

static void
print_line (HsCli *cli, const char *label, const char *text)
{
  if (text != NULL && *text != '\0')
    hs_cli_print (cli, "%s: %s", label, text);
}

static void
print_channels (HsCli *cli, HsProcedure *procedure)
{
  GPtrArray *channels = hs_procedure_get_channels (procedure);

  for (guint i = 0; i < channels->len; i++)
    {
      const HsChannel *item = channels->pdata[i];
      g_autofree char *duration = hs_channel_duration (item);
      g_autofree char *fee = hs_channel_fee (item);

      hs_cli_print (cli, "  - %s: %s; %s", hs_channel_words (item->kind), duration, fee);
    }
}

static void
print_details (HsCli *cli, HsProcedure *procedure)
{
  GPtrArray *evidence = hs_procedure_get_evidence (procedure);
  GPtrArray *steps = hs_procedure_get_steps (procedure);

  hs_cli_print (cli, "%s  %s", hs_procedure_get_code (procedure),
                hs_procedure_get_title (procedure));
  print_line (cli, _ ("Legal name"), hs_procedure_get_legal_name (procedure));
  print_line (cli, _ ("Field"), hs_procedure_get_field (procedure));
  print_line (cli, _ ("Decided by"), hs_procedure_get_agency (procedure));
  print_line (cli, _ ("What you get"), hs_procedure_get_summary (procedure));
  print_line (cli, _ ("Requirements"), hs_procedure_get_requirements (procedure));
  hs_cli_print (cli, "%s:", _ ("Ways to hand in, time and fee"));
  print_channels (cli, procedure);
  hs_cli_print (cli, "%s:", _ ("Papers"));
  for (guint i = 0; i < evidence->len; i++)
    {
      const HsEvidence *item = evidence->pdata[i];

      g_autofree char *name = item->required
                                ? g_strdup (item->name)
                                : g_strdup_printf (_ ("%s (only in some cases)"), item->name);

      hs_cli_print (cli, "  - %s: %s", item->id, name);
    }
  hs_cli_print (cli, "%s:", _ ("Steps"));
  for (guint i = 0; i < steps->len; i++)
    {
      const HsNamedText *item = steps->pdata[i];

      if (hs_text_is_blank (item->name) || hs_text_is_blank (item->text))
        hs_cli_print (cli, "  %u. %s", i + 1,
                      hs_text_is_blank (item->name) ? item->text : item->name);
      else
        hs_cli_print (cli, "  %u. %s: %s", i + 1, item->name, item->text);
    }
  print_line (cli, _ ("Source"), hs_procedure_get_source (procedure));
}

static HsExit
show (HsCli *cli, int argc, char **argv)
{
  g_autoptr (HsProcedure) procedure = NULL;
  g_autoptr (GError) error = NULL;

  if (!hs_cli_parse (cli, &argc, &argv, NULL, 1, 1))
    return HS_EXIT_USAGE;
  if (hs_cli_get_catalogue (cli, &error) != NULL)
    procedure = hs_catalogue_get_procedure (cli->catalogue, argv[1], &error);
  if (procedure == NULL)
    return hs_cli_fail (cli, error);
  if (!hs_procedure_has_details (procedure))
    {
      hs_cli_answer_object (cli, summary_to_json (procedure));
      hs_cli_print (cli, "%s  %s\n%s", hs_procedure_get_code (procedure),
                    hs_procedure_get_title (procedure), _ ("Only its name is known here."));
      return HS_EXIT_DONE;
    }
  hs_cli_answer_object (cli, details_to_json (procedure));
  print_details (cli, procedure);
  return HS_EXIT_DONE;
}

/* Import. */

static JsonObject *
report_to_json (const char *path, HsImportReport *report)
{
  JsonObject *object = json_object_new ();
  JsonArray *refused = json_array_new ();

  json_object_set_string_member (object, "file", path);
  json_object_set_int_member (object, "read", report->n_read);
  json_object_set_int_member (object, "new", report->n_new);
  json_object_set_int_member (object, "updated", report->n_updated);
  for (guint i = 0; i < report->refused->len; i++)
    json_array_add_string_element (refused, report->refused->pdata[i]);
  json_object_set_array_member (object, "refused", refused);
  return object;
}

static gboolean
import_one (HsCli *cli, const char *path, JsonArray *list, HsExit *worst, GError **error)
{
  g_autoptr (HsImportReport) report = hs_catalogue_import (cli->catalogue, path, NULL, error);

  if (report == NULL)
    return FALSE;
  json_array_add_object_element (list, report_to_json (path, report));
  hs_cli_print (cli,
                ngettext ("%s: %u record read (%u new, %u updated, %u refused)",
                          "%s: %u records read (%u new, %u updated, %u refused)", report->n_read),
                path, report->n_read, report->n_new, report->n_updated, report->refused->len);
  for (guint i = 0; i < report->refused->len; i++)
    hs_cli_print (cli, "  - %s", (const char *) report->refused->pdata[i]);
  if (report->refused->len > 0)
    *worst = MAX (*worst, HS_EXIT_INVALID);
  return TRUE;
}

static HsExit
import (HsCli *cli, int argc, char **argv)
{
  g_autoptr (JsonArray) list = NULL;
  g_autoptr (GError) error = NULL;
  HsExit worst = HS_EXIT_DONE;
  JsonNode *node;

  if (!hs_cli_parse (cli, &argc, &argv, NULL, 1, -1))
    return HS_EXIT_USAGE;
  if (hs_cli_get_catalogue (cli, &error) == NULL)
    return hs_cli_fail (cli, error);
  list = json_array_new ();
  for (int i = 1; i < argc; i++)
    if (!import_one (cli, argv[i], list, &worst, &error))
      return hs_cli_fail (cli, error);
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_set_array (node, list);
  hs_cli_answer (cli, node);
  return worst;
}

/* Units. */

static HsExit
search_units (HsCli *cli, int argc, char **argv)
{
  g_autofree char *province = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GListModel) found = NULL;
  g_autoptr (GError) error = NULL;
  int limit = DEFAULT_LIMIT;
  const GOptionEntry entries[] = {
    { "province", 0, 0, G_OPTION_ARG_STRING, &province, N_ ("Only in this province"),
      N_ ("PROVINCE") },
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_ ("At most so many"), N_ ("N") },
    { NULL },
  };
  JsonArray *list;
  JsonNode *node;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, -1))
    return HS_EXIT_USAGE;
  if (hs_cli_get_units (cli, &error) == NULL)
    return hs_cli_fail (cli, error);
  text = g_strjoinv (" ", argv + 1);
  found = hs_units_search (cli->units, text, province, limit > 0 ? limit : 1);
  list = json_array_new ();
  for (guint i = 0; i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr (HsUnit) unit = g_list_model_get_item (found, i);
      JsonObject *object = json_object_new ();

      hs_cli_print (cli, "%-6s %s", hs_unit_get_code (unit), hs_unit_get_path (unit));
      set_string (object, "code", hs_unit_get_code (unit));
      set_string (object, "name", hs_unit_get_full_name (unit));
      set_string (object, "path", hs_unit_get_path (unit));
      json_array_add_object_element (list, object);
    }
  if (json_array_get_length (list) == 0)
    hs_cli_print (cli, "%s", _ ("Nothing found. Try other words, or fewer of them."));
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, list);
  hs_cli_answer (cli, node);
  return HS_EXIT_DONE;
}

static JsonArray *
successors_to_json (GListModel *successors)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (successors); i++)
    {
      g_autoptr (HsUnit) unit = g_list_model_get_item (successors, i);
      JsonObject *object = json_object_new ();

      set_string (object, "code", hs_unit_get_code (unit));
      set_string (object, "path", hs_unit_get_path (unit));
      json_array_add_object_element (list, object);
    }
  return list;
}

/* unit old TEXT… */
static HsExit
search_old_units (HsCli *cli, int argc, char **argv)
{
  int limit = 20;
  const GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_ ("At most so many"), N_ ("N") },
    { NULL },
  };
  g_autofree char *text = NULL;
  g_autoptr (GListModel) found = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *list;
  JsonNode *node;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, -1))
    return HS_EXIT_USAGE;
  if (hs_cli_get_units (cli, &error) == NULL)
    return hs_cli_fail (cli, error);
  text = g_strjoinv (" ", argv + 1);
  found = hs_units_search_old (cli->units, text, limit > 0 ? (guint) limit : 1);
  list = json_array_new ();
  for (guint i = 0; i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr (HsOldUnit) unit = g_list_model_get_item (found, i);
      GListModel *successors = hs_old_unit_get_successors (unit);
      JsonObject *object = json_object_new ();

      hs_cli_print (cli, "%-6s %s", hs_old_unit_get_code (unit), hs_old_unit_get_path (unit));
      for (guint k = 0; k < g_list_model_get_n_items (successors); k++)
        {
          g_autoptr (HsUnit) successor = g_list_model_get_item (successors, k);

          hs_cli_print (cli, "    → %-6s %s", hs_unit_get_code (successor),
                        hs_unit_get_path (successor));
        }
      set_string (object, "code", hs_old_unit_get_code (unit));
      set_string (object, "path", hs_old_unit_get_path (unit));
      json_object_set_array_member (object, "successors", successors_to_json (successors));
      json_array_add_object_element (list, object);
    }
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, list);
  hs_cli_answer (cli, node);
  return HS_EXIT_DONE;
}

const HsCommand hs_cli_catalogue_commands[] = {
  { "catalogue search", N_ ("TEXT…"), N_ ("Find procedures, with or without diacritics"), search },
  { "catalogue list", "", N_ ("List all procedures"), list_all },
  { "catalogue show", N_ ("CODE"), N_ ("Show a procedure: papers, time, fee, steps"), show },
  { "catalogue import", N_ ("FILE…"), N_ ("Take over records of the national portal"), import },
  { "unit search", N_ ("TEXT…"), N_ ("Find communes and provinces"), search_units },
  { "unit old", N_ ("TEXT…"), N_ ("Find what a commune from before July 2025 became"),
    search_old_units },
  { NULL },
};
