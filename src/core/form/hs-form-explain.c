/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All rules of a form as sentences, with the words people know from the form: its labels, with the group they are in
 * where two are alike, and the labels of codes. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-explain.h"

#include "form/hs-form-package-private.h"
#include "form/rule/hs-rule-sentence.h"

#include <string.h>

typedef struct
{
  HsFormPlan *plan;
  HsRuleLexicon *lexicon;
  GHashTable *labels;   /* label, and label and group -> how many fields have it */
  JsonObject *relevant; /* (nullable) as written: pointer -> rule */
  GHashTable *told;     /* pointers of blocks that were told */
  GPtrArray *texts;
  guint scope; /* of the rule that is told */
} Explainer;

static void
text_free (gpointer data)
{
  HsFormRuleText *text = data;

  g_free (text->pointer);
  g_free (text->label);
  g_free (text->id);
  g_free (text->sentence);
  g_free (text->message);
  g_free (text);
}

static const char *
context_of (Explainer *e, HsFieldDef *def)
{
  HsFormScope *scope = hs_form_plan_scope (e->plan, def->scope);

  if (def->group != NULL)
    return def->group;
  if (scope->repeat != HS_NO_INDEX)
    return hs_form_plan_field (e->plan, scope->repeat)->label;
  return def->section != HS_NO_INDEX
           ? ((HsSectionDef *) e->plan->sections->pdata[def->section])->title
           : NULL;
}

static char *
key_of (Explainer *e, HsFieldDef *def)
{
  const char *context = context_of (e, def);

  return g_strdup_printf ("%s\n%s", def->label, context != NULL ? context : "");
}

static gboolean
is_shared (Explainer *e, const char *label)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (e->labels, label)) > 1;
}

/* Where two fields are called alike, the group is said too; where that is not enough, the section. */
static char *
name_field (Explainer *e, HsFieldDef *def)
{
  const char *context = context_of (e, def), *section;
  g_autofree char *key = key_of (e, def);
  g_autofree char *both = NULL;

  if (!is_shared (e, def->label) || context == NULL)
    return hs_rule_lexicon_say (e->lexicon, "name", def->label, NULL);
  section = def->section != HS_NO_INDEX
              ? ((HsSectionDef *) e->plan->sections->pdata[def->section])->title
              : context;
  if (is_shared (e, key) && strcmp (section, context) != 0)
    both = g_strconcat (context, hs_rule_lexicon_get (e->lexicon, "comma"), section, NULL);
  return hs_rule_lexicon_say (e->lexicon, "name.in", def->label, both != NULL ? both : context,
                              NULL);
}

static HsFieldDef *
resolve (Explainer *e, guint scope, const char *path)
{
  return hs_form_plan_resolve (e->plan, scope == HS_RULE_OWN_SCOPE ? e->scope : scope, path);
}

static gboolean
describe_cb (gpointer data, guint scope, const char *path, HsRuleNamed *named)
{
  Explainer *e = data;
  HsFieldDef *def = resolve (e, scope, path);

  if (def == NULL)
    return FALSE;
  named->label = name_field (e, def);
  named->types = hs_field_def_rule_types (def);
  named->inner_scope = def->inner_scope != HS_NO_INDEX ? def->inner_scope : HS_RULE_OWN_SCOPE;
  return TRUE;
}

static char *
describe_code_cb (gpointer data, guint scope, const char *path, const char *code)
{
  Explainer *e = data;
  HsFieldDef *def = resolve (e, scope, path);

  return def != NULL && def->list != NULL ? g_strdup (g_hash_table_lookup (def->list->labels, code))
                                          : NULL;
}

/* A rule that is just true or false has a sentence without a condition. */
static char *
make_sentence (Explainer *e, const char *kind, HsRule *rule, const char *subject)
{
  HsRuleWords words = { e->lexicon, describe_cb, describe_code_cb, e };
  JsonNode *json = hs_rule_get_json (rule);
  g_autofree char *key = NULL;
  g_autofree char *phrase = NULL;

  if (!g_str_equal (kind, "calculate") && JSON_NODE_HOLDS_VALUE (json) &&
      json_node_get_value_type (json) == G_TYPE_BOOLEAN)
    {
      key =
        g_strdup_printf ("sentence.%s.%s", kind, json_node_get_boolean (json) ? "always" : "never");
      return hs_rule_lexicon_say (e->lexicon, key, subject, NULL);
    }
  key = g_strconcat ("sentence.", kind, NULL);
  phrase = hs_rule_to_sentence (rule, &words);
  return hs_rule_lexicon_say (e->lexicon, key, subject, phrase, NULL);
}

/* Sentences begin with a capital, unless with a quote. */
static char *
capitalize (char *text)
{
  g_autofree char *owned = text;
  gunichar first = g_utf8_get_char (text);
  GString *longer = g_string_new (NULL);

  if (*text == '\0')
    return g_string_free (longer, FALSE);
  g_string_append_unichar (longer, g_unichar_toupper (first));
  g_string_append (longer, g_utf8_next_char (text));
  return g_string_free (longer, FALSE);
}

static HsFormRuleText *
add (Explainer *e, const char *kind, const char *pointer, const char *label, const char *subject,
     guint scope, HsRule *rule)
{
  HsFormRuleText *text = g_new0 (HsFormRuleText, 1);

  e->scope = scope;
  text->kind = kind;
  text->pointer = g_strdup (pointer);
  text->label = g_strdup (label);
  text->sentence = capitalize (make_sentence (e, kind, rule, subject));
  g_ptr_array_add (e->texts, text);
  return text;
}

static void
add_of_field (Explainer *e, const char *kind, HsFieldDef *def, HsRule *rule)
{
  g_autofree char *subject = NULL;

  if (rule == NULL)
    return;
  subject = name_field (e, def);
  add (e, kind, def->pointer, def->label, subject, def->scope, rule);
}

/* (nullable) The compiled rule of an expression. */
static HsRule *
find_condition (Explainer *e, JsonNode *json)
{
  for (guint i = 0; i < e->plan->conditions->len; i++)
    if (hs_rule_get_json (e->plan->conditions->pdata[i]) == json)
      return e->plan->conditions->pdata[i];
  return NULL;
}

/* Blocks that begin with this field. */
static void
add_blocks (Explainer *e, HsFieldDef *def)
{
  JsonObjectIter iter;
  const char *pointer;
  JsonNode *json;

  if (e->relevant == NULL)
    return;
  json_object_iter_init_ordered (&iter, e->relevant);
  while (json_object_iter_next_ordered (&iter, &pointer, &json))
    {
      gsize length = strlen (pointer);
      HsRule *rule = find_condition (e, json);
      const char *title = context_of (e, def);
      g_autofree char *name = NULL;
      g_autofree char *subject = NULL;

      if (strncmp (def->pointer, pointer, length) != 0 || def->pointer[length] != '/' ||
          rule == NULL || g_hash_table_contains (e->plan->by_pointer, pointer) ||
          !g_hash_table_add (e->told, (gpointer) pointer))
        continue;
      name = hs_rule_lexicon_say (e->lexicon, "name", title != NULL ? title : pointer, NULL);
      subject = hs_rule_lexicon_say (e->lexicon, "subject.block", name, NULL);
      add (e, "relevant", pointer, title != NULL ? title : pointer, subject, def->scope, rule);
    }
}

static void
add_checks (Explainer *e, HsFieldDef *def)
{
  for (guint i = 0; i < def->checks->len; i++)
    {
      HsFormCheck *check = e->plan->checks->pdata[g_array_index (def->checks, guint, i)];
      g_autofree char *subject = name_field (e, def);
      HsFormRuleText *text;

      text = add (e, check->is_warning ? "warning" : "error", def->pointer, def->label, subject,
                  def->scope, check->when);
      text->id = g_strdup (check->id);
      text->message = g_strdup (check->message);
    }
}

/* A note is shown by a rule of its own, and has no answer. */
static void
add_note (Explainer *e, HsFieldDef *def)
{
  HsRule *rule = def->conditions->len > 0 ? def->conditions->pdata[0] : NULL;
  g_autofree char *subject = NULL;

  if (rule == NULL)
    return;
  subject = hs_rule_lexicon_say (e->lexicon, "note", def->label, NULL);
  add (e, "relevant", def->schema_pointer, def->label, subject, def->scope, rule);
}

/* Conditions of the schema and of the layout: what depends on which answers. The condition itself is JSON Schema,
 * which has no sentence. */

static void
add_ids (GArray *ids, GArray *more)
{
  for (guint i = 0; i < more->len; i++)
    {
      guint id = g_array_index (more, guint, i), k = 0;

      while (k < ids->len && g_array_index (ids, guint, k) != id)
        k++;
      if (k == ids->len)
        g_array_append_val (ids, id);
    }
}

static void
add_guard_ids (Explainer *e, GArray *ids, GArray *uses)
{
  for (guint i = 0; i < uses->len; i++)
    {
      HsFormGuard *guard = e->plan->guards->pdata[g_array_index (uses, HsGuardUse, i).guard];
      g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (guint));

      if (guard->part->field != HS_NO_INDEX)
        g_array_append_val (own, guard->part->field);
      add_ids (ids, own);
      add_ids (ids, guard->part->reads);
    }
}

/* “A”, “B” và “C” */
static char *
name_fields (Explainer *e, GArray *ids)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *name =
        name_field (e, hs_form_plan_field (e->plan, g_array_index (ids, guint, i)));

      if (i > 0)
        g_string_append (names,
                         hs_rule_lexicon_get (e->lexicon, i + 1 < ids->len ? "comma" : "and"));
      g_string_append (names, name);
    }
  if (ids->len == 0)
    g_string_append (names, hs_rule_lexicon_get (e->lexicon, "var.everything"));
  return g_string_free (names, FALSE);
}

/* ids: taken. what: the key of the sentence. */
static void
add_guarded (Explainer *e, const char *kind, const char *what, HsFieldDef *def, GArray *ids)
{
  g_autoptr (GArray) owned = ids;
  g_autofree char *subject = name_field (e, def);
  g_autofree char *names = name_fields (e, owned);
  HsFormRuleText *text = g_new0 (HsFormRuleText, 1);

  text->kind = kind;
  text->pointer = g_strdup (def->kind == HS_FIELD_NOTE ? def->schema_pointer : def->pointer);
  text->label = g_strdup (def->label);
  text->sentence = capitalize (hs_rule_lexicon_say (e->lexicon, what, subject, names, NULL));
  g_ptr_array_add (e->texts, text);
}

static void
add_layout_rules (Explainer *e, HsFieldDef *def)
{
  const struct
  {
    GArray *uses;
    const char *what;
  } all[] = { { def->shown_if, "sentence.layout.shown" },
              { def->locked_if, "sentence.layout.locked" } };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i].uses->len > 0)
      {
        GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint));

        add_guard_ids (e, ids, all[i].uses);
        add_guarded (e, "layout", all[i].what, def, ids);
      }
}

static void
add_schema_conditions (Explainer *e, HsFieldDef *def)
{
  g_autoptr (GArray) demanded = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) checked = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean is_demanded = FALSE, is_checked = FALSE;

  for (guint i = 0; i < def->demands->len; i++)
    {
      HsFormDemand *demand = def->demands->pdata[i];

      is_demanded |= demand->uses->len > 0;
      add_guard_ids (e, demanded, demand->uses);
    }
  for (guint i = 0; i < def->constraints->len; i++)
    {
      HsFormConstraint *constraint =
        e->plan->constraints->pdata[g_array_index (def->constraints, guint, i)];

      is_checked |= constraint->uses->len > 0;
      add_guard_ids (e, checked, constraint->uses);
    }
  if (is_demanded)
    add_guarded (e, "schema", "sentence.schema.required", def, g_steal_pointer (&demanded));
  if (is_checked)
    add_guarded (e, "schema", "sentence.schema.checked", def, g_steal_pointer (&checked));
}

static void
add_field (Explainer *e, HsFieldDef *def)
{
  JsonNode *json = e->relevant != NULL ? json_object_get_member (e->relevant, def->pointer) : NULL;

  if (def->kind == HS_FIELD_NOTE)
    {
      add_note (e, def);
      add_layout_rules (e, def);
      return;
    }
  add_blocks (e, def);
  add_of_field (e, "relevant", def, json != NULL ? find_condition (e, json) : NULL);
  add_of_field (e, "calculate", def, def->calculate);
  add_of_field (e, "require", def, def->require);
  add_of_field (e, "readonly", def, def->read_only);
  add_checks (e, def);
  add_layout_rules (e, def);
  add_schema_conditions (e, def);
  if (def->inner_scope != HS_NO_INDEX)
    {
      GPtrArray *shown = hs_form_plan_scope (e->plan, def->inner_scope)->shown;

      for (guint i = 0; i < shown->len; i++)
        add_field (e, shown->pdata[i]);
    }
}

static void
count_label (Explainer *e, char *label)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (e->labels, label));

  g_hash_table_insert (e->labels, label, GUINT_TO_POINTER (n + 1));
}

static void
count_labels (Explainer *e)
{
  for (guint i = 0; i < e->plan->fields->len; i++)
    {
      HsFieldDef *def = hs_form_plan_field (e->plan, i);

      if (def->kind == HS_FIELD_NOTE)
        continue;
      count_label (e, g_strdup (def->label));
      count_label (e, key_of (e, def));
    }
}

GPtrArray *
hs_form_package_explain (HsFormPackage *self, HsRuleLexicon *lexicon)
{
  g_autoptr (GHashTable) labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObject *rules = hs_json_object (hs_form_package_get_root (self), "rules");
  Explainer e = { hs_form_package_get_plan (self),
                  lexicon,
                  labels,
                  rules != NULL ? hs_json_object (rules, "relevant") : NULL,
                  told,
                  g_ptr_array_new_with_free_func (text_free),
                  0 };

  g_return_val_if_fail (HS_IS_FORM_PACKAGE (self) && lexicon != NULL, NULL);
  count_labels (&e);
  for (guint i = 0; i < e.plan->sections->len; i++)
    {
      HsSectionDef *section = e.plan->sections->pdata[i];

      for (guint k = 0; k < section->fields->len; k++)
        add_field (&e, section->fields->pdata[k]);
    }
  return e.texts;
}
