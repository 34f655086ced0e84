/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hosoctl form explain: the rules of a form as sentences, for those who write forms and those who check them. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli.h"

#include "form/hs-form-explain.h"

#include <glib/gi18n.h>
#include <string.h>

static JsonNode *
texts_to_json (GPtrArray *texts)
{
  JsonArray *list = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < texts->len; i++)
    {
      HsFormRuleText *text = texts->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "at", text->pointer);
      json_object_set_string_member (object, "label", text->label);
      json_object_set_string_member (object, "kind", text->kind);
      json_object_set_string_member (object, "sentence", text->sentence);
      if (text->id != NULL)
        json_object_set_string_member (object, "id", text->id);
      if (text->message != NULL)
        json_object_set_string_member (object, "message", text->message);
      json_array_add_object_element (list, object);
    }
  json_node_take_array (node, list);
  return node;
}

static void
print_texts (HsCli *cli, GPtrArray *texts)
{
  const char *before = "";

  for (guint i = 0; i < texts->len; i++)
    {
      HsFormRuleText *text = texts->pdata[i];

      if (strcmp (before, text->pointer) != 0)
        hs_cli_print (cli, "%s%s  [%s]", i > 0 ? "\n" : "", text->label, text->pointer);
      before = text->pointer;
      hs_cli_print (cli, "  • %s", text->sentence);
      if (text->message != NULL)
        hs_cli_print (cli, "    → %s [%s]", text->message, text->id);
    }
  if (texts->len == 0)
    hs_cli_print (cli, "%s", _ ("The form has no rules."));
}

static HsFormPackage *
load_package (HsCli *cli, const char *form, GError **error)
{
  HsFormPackage *package;

  if (strchr (form, '/') == NULL && !g_str_has_suffix (form, ".json"))
    return hs_form_package_find (cli->world, form, error);
  package = hs_form_package_load_file_in (cli->world, form, error);
  if (package == NULL)
    g_prefix_error (error, "%s: ", form);
  return package;
}

static HsExit
explain (HsCli *cli, int argc, char **argv)
{
  g_autofree char *language = NULL;
  const GOptionEntry entries[] = {
    { "language", 0, 0, G_OPTION_ARG_STRING, &language,
      N_ ("Language of the sentences: vi (as forms are) or en"), N_ ("LANGUAGE") },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (HsFormPackage) package = NULL;
  g_autoptr (HsRuleLexicon) lexicon = NULL;
  g_autoptr (GPtrArray) texts = NULL;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, 1))
    return HS_EXIT_USAGE;
  if (hs_cli_get_world (cli, &error) == NULL)
    return hs_cli_fail (cli, error);
  lexicon = hs_rule_lexicon_load (cli->world, language != NULL ? language : "vi", &error);
  package = lexicon != NULL ? load_package (cli, argv[1], &error) : NULL;
  if (package == NULL)
    return hs_cli_fail (cli, error);
  texts = hs_form_package_explain (package, lexicon);
  print_texts (cli, texts);
  hs_cli_answer (cli, texts_to_json (texts));
  return HS_EXIT_DONE;
}

const HsCommand hs_cli_explain_commands[] = {
  { "form explain", N_ ("FORM"), N_ ("Tell every rule of a form as a sentence"), explain },
  { NULL },
};
