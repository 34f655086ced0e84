/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hosoctl profile: the people of the household, and filling declarations from them. WHO is an id, the beginning of
 * one (8 characters or more), or a name. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli.h"

#include "form/hs-form-fill.h"
#include "form/profile/hs-identity-card.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_PAIRS_BYTES (256 * 1024)
#define MAX_CARD_BYTES 8192

HsHousehold *
hs_cli_get_household (HsCli *cli, GError **error)
{
  const char *const *unreadable;

  if (cli->household != NULL)
    return cli->household;
  if (hs_cli_get_store (cli, error) == NULL)
    return NULL;
  cli->household = hs_household_open (cli->store, cli->world, error);
  if (cli->household == NULL)
    return NULL;
  unreadable = hs_household_get_unreadable (cli->household);
  for (guint i = 0; unreadable[i] != NULL; i++)
    hs_cli_tell (cli, _ ("A person cannot be read, and was left as they are: %s"), unreadable[i]);
  return cli->household;
}

HsPerson *
hs_cli_find_person (HsCli *cli, const char *who, GError **error)
{
  HsHousehold *household = hs_cli_get_household (cli, error);
  HsPerson *person;
  guint several = 0;

  if (household == NULL)
    return NULL;
  person = hs_household_look_up (household, who, &several);
  if (person == NULL && several > 0)
    g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_SEVERAL,
                 ngettext ("%u person fits \"%s\"; it is not clear who is meant",
                           "%u people fit \"%s\"; it is not clear who is meant", several),
                 several, who);
  else if (person == NULL)
    g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_NO_PERSON,
                 _ ("There is nobody \"%s\" in the household"), who);
  return person;
}

/* Answers. */

static JsonObject *
person_to_json (HsPerson *person)
{
  g_autoptr (JsonNode) node = hs_person_to_json (person);

  return json_node_dup_object (node);
}

static void
print_person (HsCli *cli, HsPerson *person)
{
  const char *const *fields = hs_person_list_fields ();
  HsUnits *units = hs_cli_get_units (cli, NULL);

  if (hs_person_get_id (person) != NULL)
    hs_cli_print (cli, "  id: %s", hs_person_get_id (person));
  if (hs_person_get_relation (person) != NULL)
    hs_cli_print (cli, "  relation: %s", hs_person_get_relation (person));
  if (hs_person_get_relation_label (person) != NULL)
    hs_cli_print (cli, "  relationLabel: %s", hs_person_get_relation_label (person));
  for (guint i = 0; fields[i] != NULL; i++)
    {
      g_autofree char *words = hs_person_dup_words (person, fields[i], units);

      if (words != NULL)
        hs_cli_print (cli, "  %s: %s", fields[i], words);
    }
}

static HsExit
answer_person (HsCli *cli, HsPerson *person)
{
  hs_cli_answer_object (cli, person_to_json (person));
  hs_cli_print (cli, "%s", hs_person_get_name (person));
  print_person (cli, person);
  return HS_EXIT_DONE;
}

/* FIELD=TEXT */

static gboolean
take_pair (JsonObject *members, const char *pair, GError **error)
{
  const char *equals = strchr (pair, '=');
  g_autofree char *field = equals != NULL ? g_strndup (pair, (gsize) (equals - pair)) : NULL;

  if (field == NULL || strcmp (field, "id") == 0)
    {
      g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                   _ ("\"%s\" does not name a fact of a person (FIELD=TEXT)"), pair);
      return FALSE;
    }
  json_object_set_string_member (members, field, equals + 1);
  return TRUE;
}

static gboolean
take_file (JsonObject *members, const char *path, GError **error)
{
  g_autofree char *text = hs_cli_load_text (path, MAX_PAIRS_BYTES, error);
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", -1) : NULL;

  if (text == NULL)
    return FALSE;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_strchomp (lines[i]);
      if (*lines[i] != '\0' && !take_pair (members, lines[i], error))
        return FALSE;
    }
  return TRUE;
}

/* path is nullable. */
static gboolean
take_members (JsonObject *members, const char *path, char **pairs, int n, GError **error)
{
  if (path != NULL && !take_file (members, path, error))
    return FALSE;
  for (int i = 0; i < n; i++)
    {
      /* what the command line holds may be in any encoding */
      g_autofree char *pair = g_utf8_make_valid (pairs[i], -1);

      if (!take_pair (members, pair, error))
        return FALSE;
    }
  return TRUE;
}

#define FROM_FILE_ENTRY(place)                                                                     \
  {                                                                                                \
    "from-file", 0, 0, G_OPTION_ARG_FILENAME, place,                                               \
      N_ ("Read FIELD=TEXT lines from a file, - for standard input: other users of the machine "   \
          "can see arguments"),                                                                    \
      N_ ("FILE")                                                                                  \
  }

static HsExit
list (HsCli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  HsHousehold *household;
  JsonArray *people;
  JsonNode *node;
  guint n;

  if (!hs_cli_parse (cli, &argc, &argv, NULL, 0, 0))
    return HS_EXIT_USAGE;
  household = hs_cli_get_household (cli, &error);
  if (household == NULL)
    return hs_cli_fail (cli, error);
  people = json_array_new ();
  n = g_list_model_get_n_items (G_LIST_MODEL (household));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsPerson) person = g_list_model_get_item (G_LIST_MODEL (household), i);
      const char *relation = hs_person_get_relation (person);

      json_array_add_object_element (people, person_to_json (person));
      hs_cli_print (cli, "%s  %s%s%s", hs_person_get_id (person), hs_person_get_name (person),
                    relation != NULL ? "  " : "", relation != NULL ? relation : "");
    }
  if (n == 0)
    hs_cli_print (cli, "%s", _ ("Nobody of the household is kept here."));
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, people);
  hs_cli_answer (cli, node);
  return HS_EXIT_DONE;
}

static HsExit
show (HsCli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  HsPerson *person;

  if (!hs_cli_parse (cli, &argc, &argv, NULL, 1, 1))
    return HS_EXIT_USAGE;
  person = hs_cli_find_person (cli, argv[1], &error);
  return person != NULL ? answer_person (cli, person) : hs_cli_fail (cli, error);
}

/* old NULL: a new person. Consumes members. */
static HsExit
keep (HsCli *cli, HsPerson *old, JsonObject *members)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsPerson) person = NULL;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  HsPerson *stored = NULL;
  HsHousehold *household = hs_cli_get_household (cli, &error);

  json_node_take_object (node, members);
  if (household != NULL && hs_cli_get_units (cli, &error) != NULL)
    person = old != NULL ? hs_person_change (old, members, cli->units, NULL, &error)
                         : hs_person_new (node, cli->units, NULL, &error);
  if (person == NULL || !hs_household_put (household, person, &stored, &error))
    return hs_cli_fail (cli, error);
  return answer_person (cli, stored);
}

static HsExit
add (HsCli *cli, int argc, char **argv)
{
  g_autofree char *from = NULL;
  const GOptionEntry entries[] = { FROM_FILE_ENTRY (&from), { NULL } };
  g_autoptr (JsonObject) members = json_object_new ();
  g_autoptr (GError) error = NULL;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 0, -1))
    return HS_EXIT_USAGE;
  if (!take_members (members, from, argv + 1, argc - 1, &error))
    return hs_cli_fail (cli, error);
  return keep (cli, NULL, g_steal_pointer (&members));
}

static HsExit
set (HsCli *cli, int argc, char **argv)
{
  g_autofree char *from = NULL;
  const GOptionEntry entries[] = { FROM_FILE_ENTRY (&from), { NULL } };
  g_autoptr (JsonObject) members = json_object_new ();
  g_autoptr (GError) error = NULL;
  HsPerson *person;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, -1))
    return HS_EXIT_USAGE;
  person = hs_cli_find_person (cli, argv[1], &error);
  if (person == NULL || !take_members (members, from, argv + 2, argc - 2, &error))
    return hs_cli_fail (cli, error);
  return keep (cli, person, g_steal_pointer (&members));
}

static HsExit
remove_person (HsCli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsPerson) person = NULL;
  HsPerson *found;

  if (!hs_cli_parse (cli, &argc, &argv, NULL, 1, 1))
    return HS_EXIT_USAGE;
  found = hs_cli_find_person (cli, argv[1], &error);
  if (found == NULL)
    return hs_cli_fail (cli, error);
  person = g_object_ref (found);
  if (!hs_household_remove (cli->household, hs_person_get_id (person), &error))
    return hs_cli_fail (cli, error);
  hs_cli_answer_object (cli, person_to_json (person));
  hs_cli_print (cli, _ ("%s was removed."), hs_person_get_name (person));
  return HS_EXIT_DONE;
}

/* The QR code of a card. */

static const struct
{
  HsCardDoubts doubt;
  const char *name;
  const char *words;
} doubt_words[] = {
  { HS_CARD_DOUBT_SEX, "sex", N_ ("the number is of the kind given to the other sex") },
  { HS_CARD_DOUBT_BIRTH_YEAR, "birthYear", N_ ("the number tells of another year of birth") },
  { HS_CARD_DOUBT_ISSUED, "issued", N_ ("the day of issue is before the day of birth") },
  { HS_CARD_DOUBT_COMMUNE, "commune", N_ ("the commune of today is not certain") },
  { HS_CARD_DOUBT_MORE, "more", N_ ("the card holds more than this program reads") },
};

static JsonArray *
doubts_to_json (HsCardDoubts doubts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (doubt_words); i++)
    if ((doubts & doubt_words[i].doubt) != 0)
      json_array_add_string_element (array, doubt_words[i].name);
  return array;
}

static void
print_doubts (HsCli *cli, HsCardDoubts doubts)
{
  for (guint i = 0; i < G_N_ELEMENTS (doubt_words); i++)
    if ((doubts & doubt_words[i].doubt) != 0)
      hs_cli_print (cli, "  ! %s", _ (doubt_words[i].words));
}

/* (transfer full) (nullable): whom the card tells of, kept when add is TRUE. */
static HsPerson *
read_card (HsCli *cli, const char *text, gboolean add_it, HsCardDoubts *doubts, GError **error)
{
  g_autoptr (HsPerson) person = NULL;
  HsPerson *known, *stored = NULL;
  g_autoptr (HsPerson) merged = NULL;

  if (hs_cli_get_units (cli, error) == NULL)
    return NULL;
  person = hs_identity_card_parse (text, cli->units, doubts, NULL, error);
  if (person == NULL || !add_it)
    return g_steal_pointer (&person);
  if (hs_cli_get_household (cli, error) == NULL)
    return NULL;
  known = hs_household_find_same (cli->household, person);
  if (known != NULL)
    {
      merged = hs_identity_card_merge (known, person, error);
      if (merged == NULL)
        return NULL;
    }
  if (!hs_household_put (cli->household, merged != NULL ? merged : person, &stored, error))
    return NULL;
  return g_object_ref (stored);
}

static HsExit
card (HsCli *cli, int argc, char **argv)
{
  gboolean add_it = FALSE;
  const GOptionEntry entries[] = {
    { "add", 0, 0, G_OPTION_ARG_NONE, &add_it,
      N_ ("Keep the person in the household; who has that number already is brought up to date"),
      NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (HsPerson) person = NULL;
  g_autofree char *text = NULL;
  HsCardDoubts doubts = 0;
  JsonObject *object;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, 1))
    return HS_EXIT_USAGE;
  text = strcmp (argv[1], "-") == 0 ? hs_cli_load_text ("-", MAX_CARD_BYTES, &error)
                                    : g_strdup (argv[1]);
  if (text != NULL)
    person = read_card (cli, text, add_it, &doubts, &error);
  if (person == NULL)
    return hs_cli_fail (cli, error);
  object = json_object_new ();
  json_object_set_object_member (object, "person", person_to_json (person));
  json_object_set_array_member (object, "doubts", doubts_to_json (doubts));
  hs_cli_answer_object (cli, object);
  hs_cli_print (cli, "%s", hs_person_get_name (person));
  print_person (cli, person);
  print_doubts (cli, doubts);
  return HS_EXIT_DONE;
}

/* Filling declarations. */

/* "/members/0": the row there. (transfer none) (nullable) */
static HsFormRow *
find_row (HsForm *form, const char *pointer)
{
  const char *slash = strrchr (pointer, '/');
  g_autofree char *repeat = slash != NULL ? g_strndup (pointer, (gsize) (slash - pointer)) : NULL;
  HsFormField *field = repeat != NULL ? hs_form_find_field (form, repeat) : NULL;
  GListModel *rows = field != NULL ? hs_form_field_get_rows (field) : NULL;
  guint64 index;
  g_autoptr (HsFormRow) row = NULL;

  if (rows == NULL || !g_ascii_string_to_unsigned (slash + 1, 10, 0, G_MAXUINT - 1, &index, NULL))
    return NULL;
  row = g_list_model_get_item (rows, (guint) index);
  return row; /* the list keeps it */
}

static gboolean
knows_role (HsForm *form, const char *role, HsFormRow *row)
{
  g_autoptr (GPtrArray) roles = hs_form_list_roles (form);

  if (row == NULL)
    return g_ptr_array_find_with_equal_func (roles, role, g_str_equal, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (hs_form_row_get_fields (row)); i++)
    {
      g_autoptr (HsFormField) field = g_list_model_get_item (hs_form_row_get_fields (row), i);

      if (g_strcmp0 (hs_form_field_get_role (field), role) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
fill_one (HsCli *cli, HsForm *form, const char *pair, GError **error)
{
  const char *equals = strchr (pair, '=');
  g_autofree char *role = equals != NULL ? g_strndup (pair, (gsize) (equals - pair)) : NULL;
  char *at = role != NULL ? strchr (role, '@') : NULL;
  HsFormRow *row = at != NULL ? find_row (form, at + 1) : NULL;
  HsPerson *person;
  guint n;

  if (at != NULL)
    *at = '\0';
  if (role == NULL || (at != NULL && row == NULL) || !knows_role (form, role, row))
    {
      g_set_error (error, HS_CLI_ERROR, HS_CLI_ERROR_CALL,
                   _ ("\"%s\": the form has nobody in that role (ROLE=WHO)"), pair);
      return FALSE;
    }
  person = hs_cli_find_person (cli, equals + 1, error);
  if (person == NULL)
    return FALSE;
  n = hs_form_fill_person (form, role, row, person, HS_FORM_ORIGIN_PROFILE);
  hs_cli_tell (cli,
               ngettext ("%u answer was filled in from %s", "%u answers were filled in from %s", n),
               n, hs_person_get_name (person));
  return TRUE;
}

gboolean
hs_cli_fill_people (HsCli *cli, HsForm *form, char **pairs, GError **error)
{
  for (guint i = 0; pairs != NULL && pairs[i] != NULL; i++)
    if (!fill_one (cli, form, pairs[i], error))
      return FALSE;
  return TRUE;
}

const HsCommand hs_cli_profile_commands[] = {
  { "profile list", "", N_ ("List the people of the household"), list },
  { "profile show", N_ ("WHO"), N_ ("Show what is kept of somebody"), show },
  { "profile add", N_ ("[FIELD=TEXT…]"), N_ ("Add somebody: fullName, birthDate, sex …"), add },
  { "profile set", N_ ("WHO [FIELD=TEXT…]"), N_ ("Change what is kept; an empty text removes it"),
    set },
  { "profile remove", N_ ("WHO"), N_ ("Remove somebody"), remove_person },
  { "profile card", N_ ("TEXT"),
    N_ ("Read the text of an identity card's QR code, - for standard input"), card },
  { NULL },
};
