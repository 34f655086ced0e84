/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random schemas: all keywords that assert or apply, references that go round, anchors that are dynamic,
 * resources within resources; and random instances with the same few names and values. */
#define G_LOG_DOMAIN "hoso"

#include "schema-writer.h"

#define N_DEFS 4  /* of the root */
#define N_INNER 2 /* of a resource within */

/* One schema being written. References in place only lead to definitions of a greater rank, so that
 * they end; in a member or item they lead anywhere. */
typedef struct _SchemaWriter Writer;
struct _SchemaWriter
{
  GRand *rand;    /* (owned) */
  GString *out;   /* (unowned) while writing */
  guint rank;     /* of the definition being written */
  guint resource; /* 0: root, else 1 + number of the definition that is one */
  gboolean is_resource[N_DEFS];
  gboolean has_dynamic[N_DEFS + 1]; /* by resource */
  guint depth;
  guint n_keywords; /* so far in this schema */
};

static void write_schema (Writer *w, gboolean in_place);

static guint
pick (Writer *w, guint n)
{
  return (guint) g_rand_int_range (w->rand, 0, (gint32) n);
}

static gboolean
one_in (Writer *w, guint n)
{
  return pick (w, n) == 0;
}

static const char *
pick_name (Writer *w)
{
  static const char *const names[] = { "a", "b", "c", "aa", "foo" };

  return names[pick (w, G_N_ELEMENTS (names))];
}

static void
write_value (Writer *w, guint depth)
{
  static const char *const scalars[] = { "null",    "true",   "false",       "0",     "1",
                                         "2",       "3",      "-1",          "1.0",   "1.5",
                                         "10",      "\"\"",   "\"a\"",       "\"b\"", "\"aa\"",
                                         "\"foo\"", "\"12\"", "\"\\u1ed1\"", "2.50",  "1e1" };
  guint kind = depth >= 3 ? 0 : pick (w, 10);
  guint n = pick (w, 4);

  if (kind < 4)
    {
      g_string_append (w->out, scalars[pick (w, G_N_ELEMENTS (scalars))]);
      return;
    }
  if (kind < 7)
    {
      g_string_append_c (w->out, '[');
      for (guint i = 0; i < n; i++)
        {
          g_string_append (w->out, i > 0 ? "," : "");
          write_value (w, depth + 1);
        }
      g_string_append_c (w->out, ']');
      return;
    }
  g_string_append_c (w->out, '{');
  n = 0;
  for (guint i = 0; i < 5; i++)
    {
      static const char *const names[] = { "a", "b", "c", "aa", "foo" };

      if (!one_in (w, 2))
        continue;
      g_string_append_printf (w->out, "%s\"%s\":", n++ > 0 ? "," : "", names[i]);
      write_value (w, depth + 1);
    }
  g_string_append_c (w->out, '}');
}

static void
start_keyword (Writer *w, const char *keyword)
{
  g_string_append_printf (w->out, "%s\"%s\":", w->n_keywords++ > 0 ? "," : "", keyword);
}

/* References. */

static void
write_resource_uri (Writer *w, guint resource)
{
  if (resource == w->resource)
    return;
  if (resource == 0)
    g_string_append (w->out, "root");
  else
    g_string_append_printf (w->out, "r%u", resource - 1);
}

/* A definition of the root, or one within a resource; FALSE when its rank is too low. */
static gboolean
write_target (Writer *w, gboolean in_place)
{
  guint def = pick (w, N_DEFS), inner = pick (w, N_INNER + 1);
  guint rank = (def + 1) * 10 + (w->is_resource[def] ? inner : 0);

  if (in_place && rank <= w->rank)
    return FALSE;
  g_string_append_c (w->out, '"');
  if (!w->is_resource[def])
    {
      write_resource_uri (w, 0);
      g_string_append_printf (w->out, one_in (w, 3) ? "#anchor%u" : "#/$defs/d%u", def);
    }
  else if (inner == 0)
    {
      if (w->resource == def + 1)
        g_string_append_c (w->out, '#');
      else
        write_resource_uri (w, def + 1);
    }
  else
    {
      write_resource_uri (w, def + 1);
      g_string_append_printf (w->out, "#/$defs/i%u", inner - 1);
    }
  g_string_append_c (w->out, '"');
  return TRUE;
}

static void
write_ref (Writer *w, gboolean in_place)
{
  gsize length = w->out->len;
  guint n = w->n_keywords;

  start_keyword (w, "$ref");
  if (!in_place && one_in (w, 5))
    {
      g_string_append (w->out, w->resource == 0 ? "\"#\"" : "\"root\"");
      return;
    }
  if (write_target (w, in_place))
    return;
  g_string_truncate (w->out, length);
  w->n_keywords = n;
}

static void
write_dynamic_ref (Writer *w)
{
  guint resource = one_in (w, 2) ? w->resource : pick (w, N_DEFS + 1);

  if (!w->has_dynamic[resource])
    return;
  start_keyword (w, "$dynamicRef");
  g_string_append_c (w->out, '"');
  write_resource_uri (w, resource);
  g_string_append (w->out, "#node\"");
}

/* Keywords. */

static void
write_list (Writer *w, gboolean in_place)
{
  guint n = 1 + pick (w, 3);

  g_string_append_c (w->out, '[');
  for (guint i = 0; i < n; i++)
    {
      g_string_append (w->out, i > 0 ? "," : "");
      write_schema (w, in_place);
    }
  g_string_append_c (w->out, ']');
}

static void
write_map (Writer *w, gboolean in_place, const char *const *names)
{
  guint n = 0;

  g_string_append_c (w->out, '{');
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (!one_in (w, 2))
        continue;
      g_string_append_printf (w->out, "%s\"%s\":", n++ > 0 ? "," : "", names[i]);
      write_schema (w, in_place);
    }
  g_string_append_c (w->out, '}');
}

static void
write_names (Writer *w)
{
  const char *a = pick_name (w), *b = pick_name (w);

  if (g_str_equal (a, b) || one_in (w, 2))
    g_string_append_printf (w->out, "[\"%s\"]", a);
  else
    g_string_append_printf (w->out, "[\"%s\",\"%s\"]", a, b);
}

static void
write_type (Writer *w)
{
  static const char *const types[] = { "\"object\"",  "\"array\"",  "\"string\"",
                                       "\"integer\"", "\"number\"", "\"boolean\"",
                                       "\"null\"",    "\"object\"", "\"array\"" };
  guint first = pick (w, 7), second = pick (w, 7);

  start_keyword (w, "type");
  if (first != second && one_in (w, 2))
    g_string_append_printf (w->out, "[%s,%s]", types[first], types[second]);
  else
    g_string_append (w->out, types[pick (w, G_N_ELEMENTS (types))]);
}

static void
write_assertion (Writer *w)
{
  static const char *const counts[] = { "minLength",       "maxLength",     "minItems",
                                        "maxItems",        "minProperties", "maxProperties",
                                        "minimum",         "maximum",       "exclusiveMinimum",
                                        "exclusiveMaximum" };
  static const char *const patterns[] = {
    "^a", "a$", "^[a-c]{1,2}$", "o+", "^\\\\d+$", "\\\\p{L}"
  };
  static const char *const steps[] = { "1", "2", "0.5", "0.25", "3" };
  const char *keyword = counts[pick (w, G_N_ELEMENTS (counts))];

  switch (pick (w, 9))
    {
    case 0:
    case 1:
      write_type (w);
      break;
    case 2:
      start_keyword (w, "const");
      write_value (w, 2);
      break;
    case 3:
      start_keyword (w, "enum");
      g_string_append_c (w->out, '[');
      write_value (w, 2);
      g_string_append (w->out, ",\"a\",{\"a\":1},");
      write_value (w, 1);
      g_string_append_c (w->out, ']');
      break;
    case 4:
      start_keyword (w, "pattern");
      g_string_append_printf (w->out, "\"%s\"", patterns[pick (w, G_N_ELEMENTS (patterns))]);
      break;
    case 5:
      start_keyword (w, "multipleOf");
      g_string_append (w->out, steps[pick (w, G_N_ELEMENTS (steps))]);
      break;
    case 6:
      start_keyword (w, "uniqueItems");
      g_string_append (w->out, one_in (w, 4) ? "false" : "true");
      break;
    default:
      start_keyword (w, keyword);
      g_string_append_printf (w->out, "%u", pick (w, 4));
      break;
    }
}

static void
write_object_keyword (Writer *w, gboolean in_place)
{
  static const char *const names[] = { "a", "b", "c", "aa", "foo", NULL };
  static const char *const patterns[] = { "^a", "o", "^[bc]$", NULL };

  switch (pick (w, 9))
    {
    case 0:
    case 1:
    case 2:
      start_keyword (w, "properties");
      write_map (w, FALSE, names);
      break;
    case 3:
      start_keyword (w, "patternProperties");
      write_map (w, FALSE, patterns);
      break;
    case 4:
      start_keyword (w, "additionalProperties");
      write_schema (w, FALSE);
      break;
    case 5:
      start_keyword (w, "required");
      write_names (w);
      break;
    case 6:
      start_keyword (w, "dependentRequired");
      g_string_append_printf (w->out, "{\"%s\":", pick_name (w));
      write_names (w);
      g_string_append_c (w->out, '}');
      break;
    case 7:
      start_keyword (w, "dependentSchemas");
      write_map (w, in_place, names);
      break;
    default:
      start_keyword (w, "propertyNames");
      write_schema (w, FALSE);
      break;
    }
}

static void
write_array_keyword (Writer *w)
{
  switch (pick (w, 4))
    {
    case 0:
      start_keyword (w, "prefixItems");
      write_list (w, FALSE);
      break;
    case 1:
      start_keyword (w, "items");
      write_schema (w, FALSE);
      break;
    default:
      start_keyword (w, "contains");
      write_schema (w, FALSE);
      if (one_in (w, 3))
        {
          start_keyword (w, "minContains");
          g_string_append_printf (w->out, "%u", pick (w, 3));
        }
      if (one_in (w, 3))
        {
          start_keyword (w, "maxContains");
          g_string_append_printf (w->out, "%u", pick (w, 3));
        }
      break;
    }
}

static void
write_in_place_keyword (Writer *w, gboolean in_place)
{
  static const char *const lists[] = { "allOf", "anyOf", "oneOf" };

  switch (pick (w, 8))
    {
    case 0:
    case 1:
      write_ref (w, in_place);
      break;
    case 2:
      if (!in_place)
        write_dynamic_ref (w);
      break;
    case 3:
      start_keyword (w, "not");
      write_schema (w, in_place);
      break;
    case 4:
      start_keyword (w, "if");
      write_schema (w, in_place);
      if (!one_in (w, 3))
        {
          start_keyword (w, "then");
          write_schema (w, in_place);
        }
      if (!one_in (w, 3))
        {
          start_keyword (w, "else");
          write_schema (w, in_place);
        }
      break;
    default:
      start_keyword (w, lists[pick (w, 3)]);
      write_list (w, in_place);
      break;
    }
}

static void
write_unevaluated (Writer *w)
{
  start_keyword (w, one_in (w, 2) ? "unevaluatedItems" : "unevaluatedProperties");
  if (one_in (w, 2))
    g_string_append (w->out, "false");
  else
    write_schema (w, FALSE);
}

/* Each kind of keyword at most once, so that no name comes twice. */
static void
write_keywords (Writer *w, gboolean in_place)
{
  if (one_in (w, 2))
    write_assertion (w);
  if (w->depth < 4 && one_in (w, 2))
    write_object_keyword (w, in_place);
  if (w->depth < 4 && one_in (w, 3))
    write_array_keyword (w);
  if (w->depth < 4 && one_in (w, 2))
    write_in_place_keyword (w, in_place);
  if (one_in (w, 4))
    write_unevaluated (w);
}

/* in_place: what surrounds it applies it to the same value as the definition it is in. */
static void
write_schema (Writer *w, gboolean in_place)
{
  guint outer = w->n_keywords;

  if (w->depth > 5 || one_in (w, 12))
    {
      g_string_append (w->out, one_in (w, 3) ? "false" : "true");
      return;
    }
  w->depth++;
  w->n_keywords = 0;
  g_string_append_c (w->out, '{');
  write_keywords (w, in_place);
  g_string_append_c (w->out, '}');
  w->depth--;
  w->n_keywords = outer;
}

/* A resource within the root: its own URI and definitions, the last of them maybe a dynamic anchor. */
static void
write_resource (Writer *w, guint def)
{
  guint outer = w->n_keywords;

  w->resource = def + 1;
  g_string_append_printf (w->out, "{\"$id\":\"r%u\",\"$defs\":{", def);
  for (guint i = 0; i < N_INNER; i++)
    {
      w->rank = (def + 1) * 10 + i + 1;
      w->n_keywords = 0;
      g_string_append_printf (w->out, "%s\"i%u\":{", i > 0 ? "," : "", i);
      if (i + 1 == N_INNER && w->has_dynamic[w->resource])
        {
          start_keyword (w, "$dynamicAnchor");
          g_string_append (w->out, "\"node\"");
        }
      write_keywords (w, TRUE);
      g_string_append_c (w->out, '}');
    }
  w->rank = (def + 1) * 10;
  g_string_append (w->out, "}");
  w->n_keywords = 1;
  write_keywords (w, TRUE);
  g_string_append_c (w->out, '}');
  w->resource = 0;
  w->n_keywords = outer;
}

static void
write_definition (Writer *w, guint def)
{
  guint outer = w->n_keywords;

  g_string_append_printf (w->out, "%s\"d%u\":", def > 0 ? "," : "", def);
  if (w->is_resource[def])
    {
      write_resource (w, def);
      return;
    }
  w->rank = (def + 1) * 10;
  w->n_keywords = 1;
  g_string_append_printf (w->out, "{\"$anchor\":\"anchor%u\"", def);
  if (def + 1 == N_DEFS && w->has_dynamic[0])
    g_string_append (w->out, ",\"$dynamicAnchor\":\"node\"");
  write_keywords (w, TRUE);
  g_string_append_c (w->out, '}');
  w->n_keywords = outer;
}

void
schema_writer_write (SchemaWriter *w, GString *out, guint number, guint n_instances)
{
  w->out = out;
  for (guint i = 0; i < N_DEFS; i++)
    {
      w->is_resource[i] = one_in (w, 3);
      w->has_dynamic[i + 1] = w->is_resource[i] && one_in (w, 2);
    }
  w->has_dynamic[0] = !w->is_resource[N_DEFS - 1] && one_in (w, 2);
  g_string_append_printf (w->out,
                          "{\"uri\":\"https://h.test/%u/root\",\"schema\":{\"$schema\":"
                          "\"https://json-schema.org/draft/2020-12/schema\",\"$id\":"
                          "\"https://h.test/%u/root\",\"$defs\":{",
                          number, number);
  w->depth = 1;
  for (guint i = 0; i < N_DEFS; i++)
    write_definition (w, i);
  g_string_append_c (w->out, '}');
  w->rank = 0;
  w->n_keywords = 3;
  write_keywords (w, TRUE);
  g_string_append (w->out, "},\"instances\":[");
  for (guint i = 0; i < n_instances; i++)
    {
      g_string_append (w->out, i > 0 ? "," : "");
      write_value (w, 0);
    }
  g_string_append (w->out, "]}\n");
}

SchemaWriter *
schema_writer_new (guint32 seed)
{
  SchemaWriter *self = g_new0 (SchemaWriter, 1);

  self->rand = g_rand_new_with_seed (seed);
  return self;
}

void
schema_writer_free (SchemaWriter *self)
{
  g_rand_free (self->rand);
  g_free (self);
}
