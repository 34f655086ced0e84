/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes random form packages. Names are a, b, c ... in the order in which they are made; a rule reads
 * only what was made before, so that there is no circle. Written with ' for ". */
#define G_LOG_DOMAIN "hoso"

#include "form-generate.h"

#define MAX_DEPTH 2

typedef enum
{
  KIND_TEXT,
  KIND_INTEGER,
  KIND_NUMBER,
  KIND_MONEY,
  KIND_DATE,
  KIND_PARTIAL_DATE,
  KIND_YES_NO,
  KIND_CHOICE,
  KIND_CHOICES,
  KIND_ROWS,
  N_KINDS,
} Kind;

typedef struct Member Member;

/* The root, a block, or rows. */
typedef struct Body
{
  struct Body *parent; /* rows: where the repeat is; block: its object */
  Member *repeat;      /* (nullable) whose rows these are */
  const char *prefix;  /* "" or the name of the block */
  GPtrArray *members;  /* (owned) (element-type Member) */
  guint depth;
} Body;

struct Member
{
  char name[8];
  Kind kind;
  guint order;
  gboolean conditional; /* hidden sometimes: must not be required always */
  Body *body;           /* it is in */
  Body *rows;           /* (owned) (nullable) */
};

typedef struct
{
  GRand *rand;
  GPtrArray *all;    /* (owned) (element-type Member) in the order they were made */
  GPtrArray *bodies; /* (owned) (element-type Body) */
  GString *calculate, *relevant, *require, *readonly, *check;
  guint n_checks;
} Maker;

static gboolean
chance (Maker *m, gint32 percent)
{
  return g_rand_int_range (m->rand, 0, 100) < percent;
}

static guint
below (Maker *m, guint n)
{
  return n > 0 ? (guint) g_rand_int_range (m->rand, 0, (gint32) n) : 0;
}

static Body *
body_new (Maker *m, Body *parent, Member *repeat, const char *prefix, guint depth)
{
  Body *body = g_new0 (Body, 1);

  body->parent = parent;
  body->repeat = repeat;
  body->prefix = prefix;
  body->depth = depth;
  body->members = g_ptr_array_new ();
  g_ptr_array_add (m->bodies, body);
  return body;
}

static void
body_free (gpointer data)
{
  Body *body = data;

  g_ptr_array_unref (body->members);
  g_free (body);
}

static void
add_members (Maker *m, Body *body, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      Member *member = g_new0 (Member, 1);

      member->order = m->all->len;
      g_snprintf (member->name, sizeof member->name, "f%u", member->order);
      member->kind =
        (Kind) below (m, body->depth < MAX_DEPTH && chance (m, 60) ? N_KINDS : KIND_ROWS);
      member->body = body;
      g_ptr_array_add (m->all, member);
      g_ptr_array_add (body->members, member);
      if (member->kind != KIND_ROWS)
        continue;
      member->rows = body_new (m, body, member, "", body->depth + 1);
      add_members (m, member->rows, 2 + below (m, 4));
    }
}

/* Pointers and names. */

static void
append_pointer (GString *text, Member *member)
{
  if (member->body->repeat != NULL)
    {
      append_pointer (text, member->body->repeat);
      g_string_append (text, "/*");
    }
  if (*member->body->prefix != '\0')
    g_string_append_printf (text, "/%s", member->body->prefix);
  g_string_append_printf (text, "/%s", member->name);
}

static char *
pointer_of (Member *member)
{
  GString *text = g_string_new (NULL);

  append_pointer (text, member);
  return g_string_free (text, FALSE);
}

/* The body that rows or root are: blocks are part of them. */
static Body *
scope_of (Body *body)
{
  return body->repeat == NULL && body->parent != NULL ? body->parent : body;
}

static char *
name_in_scope (Member *member)
{
  return *member->body->prefix != '\0' ? g_strconcat (member->body->prefix, ".", member->name, NULL)
                                       : g_strdup (member->name);
}

/* How a rule in the scope of reader writes it; NULL: it is in rows elsewhere. */
static char *
name_for (Member *reader, Member *member)
{
  Body *at = scope_of (reader->body), *target = scope_of (member->body);
  g_autofree char *name = name_in_scope (member);
  g_autoptr (GString) text = g_string_new (NULL);

  for (; at != target; at = scope_of (at->parent))
    {
      if (at->repeat == NULL)
        return NULL;
      g_string_append (text, "../");
    }
  return g_strconcat (text->str, name, NULL);
}

/* An earlier member of that kind that reader can name. (nullable) */
static Member *
pick (Maker *m, Member *reader, gboolean (*fits) (Kind kind), char **name)
{
  for (guint i = 0; i < 12 && reader->order > 0; i++)
    {
      Member *member = m->all->pdata[below (m, reader->order)];

      if (!fits (member->kind))
        continue;
      *name = name_for (reader, member);
      if (*name != NULL)
        return member;
    }
  return NULL;
}

static gboolean
is_number (Kind kind)
{
  return kind == KIND_INTEGER || kind == KIND_NUMBER || kind == KIND_MONEY;
}

static gboolean
is_text (Kind kind)
{
  return kind == KIND_TEXT || kind == KIND_CHOICE;
}

static gboolean
is_date (Kind kind)
{
  return kind == KIND_DATE || kind == KIND_PARTIAL_DATE;
}

static gboolean
is_yes_no (Kind kind)
{
  return kind == KIND_YES_NO;
}

static gboolean
is_choice (Kind kind)
{
  return kind == KIND_CHOICE;
}

static gboolean
is_rows (Kind kind)
{
  return kind == KIND_ROWS;
}

/* Rules. */

/* All rows, or those that have the largest number of all: an aggregate in the condition of another. */
static char *
count_rows (Maker *m, Member *reader, Member *repeat, const char *name)
{
  g_autofree char *own = name_in_scope (repeat);
  Member *largest = repeat->rows->members->pdata[below (m, repeat->rows->members->len)];

  if (!is_number (largest->kind) || largest->order >= reader->order)
    return g_strdup_printf ("{'count': '%s'}", name);
  return g_strdup_printf ("{'count': ['%s', {'==': [{'var': '%s'}, {'max': '../%s.%s'}]}]}", name,
                          largest->name, own, largest->name);
}

static char *
make_number (Maker *m, Member *reader, guint depth)
{
  g_autofree char *name = NULL, *inner = NULL, *other = NULL;
  Member *member;

  if (chance (m, 35) && (member = pick (m, reader, is_rows, &name)) != NULL)
    {
      static const char *const operators[] = { "sum", "min", "max" };

      for (guint i = 0; i < member->rows->members->len; i++)
        {
          Member *summed = member->rows->members->pdata[i];

          if (is_number (summed->kind) && summed->order < reader->order && chance (m, 60))
            return g_strdup_printf ("{'%s': '%s.%s'}", operators[below (m, 3)], name, summed->name);
        }
      return count_rows (m, reader, member, name);
    }
  g_clear_pointer (&name, g_free);
  if (depth > 2 || chance (m, 25))
    return g_strdup_printf ("%u", below (m, 40));
  if (chance (m, 40) && pick (m, reader, is_number, &name) != NULL)
    return g_strdup_printf ("{'var': '%s'}", name);
  inner = make_number (m, reader, depth + 1);
  other = make_number (m, reader, depth + 1);
  return g_strdup_printf ("{'%c': [%s, %s]}", "+-"[below (m, 2)], inner, other);
}

static char *
make_condition (Maker *m, Member *reader, guint depth)
{
  static const char *const comparisons[] = { "<", ">", "<=", ">=", "==", "!=" };
  static const char *const codes[] = { "x", "y", "z", "t" };
  g_autofree char *name = NULL, *a = NULL, *b = NULL;
  Member *member;

  switch (below (m, depth > 2 ? 6 : 8))
    {
    case 0:
      if (pick (m, reader, is_yes_no, &name) != NULL)
        return g_strdup_printf ("{'==': [{'var': '%s'}, %s]}", name,
                                chance (m, 60) ? "true" : "false");
      break;
    case 1:
      if (pick (m, reader, is_choice, &name) != NULL)
        return g_strdup_printf ("{'in': [{'var': '%s'}, ['%s', '%s']]}", name, codes[below (m, 4)],
                                codes[below (m, 4)]);
      break;
    case 2:
      if (pick (m, reader, is_text, &name) != NULL)
        return g_strdup_printf ("{'%s': [{'length': {'var': '%s'}}, %u]}",
                                comparisons[below (m, 6)], name, below (m, 6));
      break;
    case 3:
      if (pick (m, reader, is_date, &name) != NULL)
        return g_strdup_printf ("{'%s': [{'var': '%s'}, {'today': []}]}", comparisons[below (m, 4)],
                                name);
      break;
    case 4:
      member = pick (m, reader, is_rows, &name);
      for (guint i = 0; member != NULL && i < member->rows->members->len; i++)
        {
          Member *each = member->rows->members->pdata[i];

          if (each->kind != KIND_ROWS && each->kind != KIND_CHOICES && each->order < reader->order)
            return g_strdup_printf ("{'unique': '%s.%s'}", name, each->name);
        }
      break;
    case 5:
      a = make_number (m, reader, 1);
      b = make_number (m, reader, 1);
      return g_strdup_printf ("{'%s': [%s, %s]}", comparisons[below (m, 6)], a, b);
    case 6:
      a = make_condition (m, reader, depth + 1);
      return g_strdup_printf ("{'!': %s}", a);
    default:
      a = make_condition (m, reader, depth + 1);
      b = make_condition (m, reader, depth + 1);
      return g_strdup_printf ("{'%s': [%s, %s]}", chance (m, 50) ? "and" : "or", a, b);
    }
  return g_strdup (chance (m, 70) ? "true" : "{'==': [1, 2]}");
}

static void
add_rule (GString *map, Member *member, const char *rule)
{
  g_autofree char *pointer = pointer_of (member);

  g_string_append_printf (map, "%s'%s': %s", map->len > 0 ? ", " : "", pointer, rule);
}

static void
make_rules (Maker *m, Member *member)
{
  g_autofree char *condition = make_condition (m, member, 0), *number = NULL, *pointer = NULL;
  g_autofree char *name = name_in_scope (member);

  if ((member->kind == KIND_INTEGER || member->kind == KIND_NUMBER) && chance (m, 35))
    {
      number = make_number (m, member, 0);
      add_rule (m->calculate, member, number);
    }
  if (chance (m, 30))
    {
      member->conditional = TRUE;
      add_rule (m->relevant, member, condition);
    }
  else if (chance (m, 25))
    add_rule (m->require, member, condition);
  else if (chance (m, 15))
    add_rule (m->readonly, member, condition);
  if (!chance (m, 30))
    return;
  pointer = pointer_of (member);
  g_string_append_printf (
    m->check, "%s{'id': 'k%u', 'at': ['%s'], 'when': %s, 'message': 'Luật %u.', 'severity': '%s'}",
    m->n_checks > 0 ? ", " : "", m->n_checks, pointer, condition, m->n_checks,
    chance (m, 60) ? "error" : "warning");
  m->n_checks++;
}

/* Schema. */

static void append_body (Maker *m, GString *text, Body *body);

static void
append_member (Maker *m, GString *text, Member *member)
{
  static const char *const kinds[] = {
    [KIND_TEXT] = "'type': 'string', 'maxLength': 8",
    [KIND_INTEGER] = "'type': 'integer'",
    [KIND_NUMBER] = "'type': 'number'",
    [KIND_MONEY] = "'type': 'integer', 'minimum': 2",
    [KIND_DATE] = "'type': 'string', 'format': 'date'",
    [KIND_PARTIAL_DATE] = "'type': 'string', 'format': 'vn-partial-date'",
    [KIND_YES_NO] = "'type': 'boolean'",
    [KIND_CHOICE] = "'type': 'string', 'x-codeList': 'ma'",
    [KIND_CHOICES] =
      "'type': 'array', 'items': {'type': 'string', 'x-codeList': 'ma'}, 'maxItems': 2, "
      "'uniqueItems': true",
    [KIND_ROWS] = "'type': 'array', 'maxItems': 4",
  };

  g_string_append_printf (text, "'%s': {'title': 'Ô %s', %s", member->name, member->name,
                          kinds[member->kind]);
  if (member->kind == KIND_ROWS)
    {
      g_string_append (text, ", 'items': ");
      append_body (m, text, member->rows);
      if (chance (m, 30))
        g_string_append (text, ", 'uniqueItems': true");
      if (chance (m, 30))
        g_string_append_printf (text, ", 'contains': {'required': ['%s']}, 'maxContains': %u",
                                ((Member *) member->rows->members->pdata[0])->name,
                                1 + below (m, 3));
    }
  else if (member->kind == KIND_TEXT && chance (m, 25))
    g_string_append (text, ", 'anyOf': [{'pattern': '^[A-Za-z]'}, {'maxLength': 3}]");
  else if (is_number (member->kind) && chance (m, 25))
    g_string_append (text,
                     ", 'if': {'minimum': 10}, 'then': {'multipleOf': 5}, 'not': {'const': 7}");
  else if (member->kind == KIND_YES_NO && chance (m, 15))
    g_string_append (text, ", 'default': true");
  g_string_append_c (text, '}');
}

/* A schema that says something about one member. */
static char *
about (Maker *m, Member *member)
{
  static const char *const says[] = {
    [KIND_TEXT] = "{'minLength': 3}",          [KIND_INTEGER] = "{'maximum': 12}",
    [KIND_NUMBER] = "{'exclusiveMinimum': 1}", [KIND_MONEY] = "{'maximum': 12}",
    [KIND_DATE] = "{'pattern': '^20'}",        [KIND_PARTIAL_DATE] = "{'maxLength': 7}",
    [KIND_YES_NO] = "{'const': true}",         [KIND_CHOICE] = "{'enum': ['x', 'y']}",
    [KIND_CHOICES] = "{'minItems': 2}",        [KIND_ROWS] = "{'minItems': 2}",
  };

  g_autofree char *required = g_strdup_printf ("'required': ['%s']", member->name);

  if (chance (m, 30))
    return g_strdup_printf ("{%s}", required);
  if (chance (m, 50))
    g_clear_pointer (&required, g_free);
  return g_strdup_printf ("{'properties': {'%s': %s}%s%s}", member->name, says[member->kind],
                          required != NULL ? ", " : "", required != NULL ? required : "");
}

static Member *
any_of (Maker *m, Body *body)
{
  return body->members->pdata[below (m, body->members->len)];
}

static char *
condition_on (Maker *m, Body *body)
{
  return about (m, any_of (m, body));
}

static void
append_conditions (Maker *m, GString *text, Body *body)
{
  guint n = below (m, 4);

  if (n > 0)
    g_string_append (text, ", 'allOf': [");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *a = condition_on (m, body), *b = condition_on (m, body);
      g_autofree char *c = condition_on (m, body);

      g_string_append (text, i > 0 ? ", " : "");
      switch (below (m, 5))
        {
        case 0:
          g_string_append_printf (text, "{'anyOf': [%s, %s]}", a, b);
          break;
        case 1:
          g_string_append_printf (text, "{'if': %s, 'then': %s, 'else': %s}", a, b, c);
          break;
        case 2:
          g_string_append_printf (text, "{'not': {'allOf': [%s, %s]}}", a, b);
          break;
        case 3:
          g_string_append_printf (text, "{'oneOf': [%s, %s, %s]}", a, b, c);
          break;
        default:
          g_string_append_printf (text, "{'if': %s, 'then': {'if': %s, 'then': %s}}", a, b, c);
        }
    }
  if (n > 0)
    g_string_append_c (text, ']');
  if (chance (m, 25))
    g_string_append_printf (text, ", 'dependentRequired': {'%s': ['%s']}", any_of (m, body)->name,
                            any_of (m, body)->name);
  if (chance (m, 25))
    {
      g_autofree char *a = condition_on (m, body);

      g_string_append_printf (text, ", 'dependentSchemas': {'%s': %s}", any_of (m, body)->name, a);
    }
  if (chance (m, 15))
    g_string_append (text, ", 'minProperties': 2");
}

static void
append_body (Maker *m, GString *text, Body *body)
{
  g_autoptr (GString) required = g_string_new (NULL);

  g_string_append (text, "{'type': 'object', 'additionalProperties': false, 'properties': {");
  for (guint i = 0; i < body->members->len; i++)
    {
      Member *member = body->members->pdata[i];

      g_string_append (text, i > 0 ? ", " : "");
      append_member (m, text, member);
      if (!member->conditional && chance (m, 25))
        g_string_append_printf (required, "%s'%s'", required->len > 0 ? ", " : "", member->name);
    }
  for (guint i = 0; i < m->bodies->len; i++)
    {
      Body *block = m->bodies->pdata[i];

      if (block->parent != body || block->repeat != NULL)
        continue;
      g_string_append_printf (text, ", '%s': ", block->prefix);
      append_body (m, text, block);
    }
  g_string_append_printf (text, "}, 'required': [%s]", required->str);
  append_conditions (m, text, body);
  g_string_append_c (text, '}');
}

/* Layout. */

static void append_controls (Maker *m, GString *text, Body *body);

static void
append_control (Maker *m, GString *text, Member *member)
{
  const char *block = member->body->prefix;
  Member *other = m->all->pdata[0];

  g_string_append_printf (text, "{'type': '%s', 'scope': '#/properties/%s%s%s'",
                          member->kind == KIND_ROWS ? "ListWithDetail" : "Control", block,
                          *block != '\0' ? "/properties/" : "", member->name);
  if (member->kind == KIND_MONEY)
    g_string_append (text, ", 'options': {'format': 'money'}");
  if (member->kind == KIND_ROWS)
    {
      g_string_append (text, ", 'options': {'detail': {'type': 'VerticalLayout', 'elements': [");
      append_controls (m, text, member->rows);
      g_string_append (text, "]}}");
    }
  if (member->order > 0 && other->body == scope_of (member->body) && chance (m, 12))
    g_string_append_printf (text,
                            ", 'rule': {'effect': '%s', 'condition': {'scope': '#/properties/%s', "
                            "'schema': {'enum': [true, "
                            "'x', 4, null]}}}",
                            chance (m, 50) ? "DISABLE" : "ENABLE", other->name);
  g_string_append_c (text, '}');
}

static void
append_controls (Maker *m, GString *text, Body *body)
{
  for (guint i = 0; i < body->members->len; i++)
    {
      g_string_append (text, i > 0 ? ", " : "");
      append_control (m, text, body->members->pdata[i]);
    }
}

static void
append_layout (Maker *m, GString *text)
{
  gboolean first = TRUE;

  g_string_append (text, "{'type': 'Categorization', 'elements': [");
  for (guint i = 0; i < m->bodies->len; i++)
    {
      Body *body = m->bodies->pdata[i];

      if (body->repeat != NULL)
        continue;
      g_string_append_printf (
        text, "%s{'type': 'Category', 'i18n': 's%u', 'label': 'Phần %u', 'elements': [",
        first ? "" : ", ", i, i);
      append_controls (m, text, body);
      g_string_append (text, "]}");
      first = FALSE;
    }
  g_string_append (text, "]}");
}

static void
append_messages (GString *text)
{
  static const char *const keywords[] = {
    "required",
    "type",
    "enum",
    "format",
    "pattern",
    "minLength",
    "const",
    "maxLength",
    "minimum",
    "maximum",
    "multipleOf",
    "exclusiveMinimum",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
    "anyOf",
    "oneOf",
    "not",
    "minProperties",
    "value.true",
    "value.false",
    "value.row",
    "print.draft",
    "print.page",
    "print.dossier",
    "print.hash",
    "print.annex",
    "print.annex-note",
    "print.see-annex",
    "print.other",
    "print.summary",
    "print.empty",
  };

  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    g_string_append_printf (text, "%s'%s': '{Label}: %s {limit} {actual}'", i > 0 ? ", " : "",
                            keywords[i], keywords[i]);
}

static void
append_package (Maker *m, GString *text)
{
  g_string_append (text, "{'meta': {'id': 'ngau-nhien', 'version': '1.0.0', 'title': 'Ngẫu nhiên', "
                         "'engine': 1}, 'schema': ");
  append_body (m, text, m->bodies->pdata[0]);
  g_string_append (text, ", 'layout': ");
  append_layout (m, text);
  g_string_append_printf (text,
                          ", 'rules': {'calculate': {%s}, 'relevant': {%s}, 'require': {%s}, "
                          "'readonly': {%s}, 'check': [%s]}",
                          m->calculate->str, m->relevant->str, m->require->str, m->readonly->str,
                          m->check->str);
  g_string_append (text,
                   ", 'codeLists': {'ma': [{'code': 'x', 'label': 'Ích'}, {'code': 'y', 'label': "
                   "'Y'}, {'code': 'z', 'label': 'Dét'}, {'code': 't', 'label': 'Tê'}]}, "
                   "'messages': {");
  append_messages (text);
  g_string_append (text, "}, 'migrate': []}");
}

char *
form_generate (GRand *rand)
{
  Maker m = { .rand = rand };
  GString *text = g_string_new (NULL);
  GString **maps[] = { &m.calculate, &m.relevant, &m.require, &m.readonly, &m.check };
  Body *root;

  m.all = g_ptr_array_new_with_free_func (g_free);
  m.bodies = g_ptr_array_new_with_free_func (body_free);
  for (guint i = 0; i < G_N_ELEMENTS (maps); i++)
    *maps[i] = g_string_new (NULL);
  root = body_new (&m, NULL, NULL, "", 0);
  add_members (&m, root, 3 + below (&m, 8));
  if (chance (&m, 60))
    add_members (&m, body_new (&m, root, NULL, "b1", MAX_DEPTH), 2 + below (&m, 3));
  if (chance (&m, 30))
    add_members (&m, body_new (&m, root, NULL, "b2", MAX_DEPTH), 1 + below (&m, 3));
  for (guint i = 0; i < m.all->len; i++)
    make_rules (&m, m.all->pdata[i]);
  append_package (&m, text);
  for (guint i = 0; i < G_N_ELEMENTS (maps); i++)
    g_string_free (*maps[i], TRUE);
  g_ptr_array_unref (m.bodies);
  g_ptr_array_unref (m.all);
  return g_strdelimit (g_string_free (text, FALSE), "'", '"');
}

char *
form_generate_text (GRand *rand, HsFormField *field)
{
  static const char *const odd[] = { "",          " ",
                                     "x",         "true",
                                     "3",         "1/2/1990",
                                     "31/2/2000", "Nguyễn Thị Ếch",
                                     "00119",     "9000000000000000000",
                                     "x;y;x",     "0912345678" };
  static const char *const texts[] = { "An", "abc", "Trần Bình", "12", "1 2", "xyz", "Lê" };
  static const char *const dates[] = { "1/2/1990", "20/11/2026", "25/11/2026", "1/1/2030",
                                       "2/2/2000" };
  GPtrArray *options = hs_form_field_get_options (field);

  if (g_rand_int_range (rand, 0, 5) == 0)
    return g_strdup (odd[g_rand_int_range (rand, 0, G_N_ELEMENTS (odd))]);
  if (options->len > 0)
    return g_strdup (
      ((HsFormOption *) options->pdata[g_rand_int_range (rand, 0, (gint32) options->len)])->code);
  switch (hs_form_field_get_kind (field))
    {
    case HS_FIELD_NUMBER:
    case HS_FIELD_MONEY:
      return g_strdup_printf ("%d", g_rand_int_range (rand, -2, 25));
    case HS_FIELD_DATE:
    case HS_FIELD_PARTIAL_DATE:
      return g_strdup (g_rand_int_range (rand, 0, 6) == 0
                         ? "1995"
                         : dates[g_rand_int_range (rand, 0, G_N_ELEMENTS (dates))]);
    case HS_FIELD_UNIT:
      return g_strdup ("00004");
    default:
      return g_strdup (texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
    }
}
