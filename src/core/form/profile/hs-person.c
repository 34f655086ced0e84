/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person's identity data: checked once when it is made, never changed. */
#define G_LOG_DOMAIN "hoso"

#include "form/profile/hs-person-private.h"

#include "form/schema/hs-form-format.h"

#include <string.h>

#define MAX_LETTERS 250

typedef enum
{
  VALUE_TEXT,
  VALUE_FORMAT, /* one of hs-form-format */
  VALUE_DATE,
  VALUE_PARTIAL_DATE,
  VALUE_CODE, /* of a list in hs-person-words.c */
  VALUE_OLD_NUMBER,
  VALUE_PASSPORT,
  VALUE_COMMUNE,
  VALUE_RELATION,
  VALUE_ID,
} ValueKind;

typedef struct
{
  const char *name;
  ValueKind kind;
  const char *format; /* (nullable) */
  const char *fault;  /* what an error says */
} Spec;

#define N_FIELDS 21
/* The profile fields, then what the household says of the person. */
static const Spec specs[] = {
  { "fullName", VALUE_FORMAT, "vn-name",
    "must have only letters, spaces, apostrophes and hyphens" },
  { "sex", VALUE_CODE, NULL, "must be male or female" },
  { "birthDate", VALUE_PARTIAL_DATE, NULL, "must be a date, a month and year, or a year" },
  { "identityNumber", VALUE_FORMAT, "vn-cccd", "must have 12 digits" },
  { "oldIdentityNumber", VALUE_OLD_NUMBER, NULL, "must have 9 or 12 digits" },
  { "identityIssued", VALUE_DATE, NULL, "must be a date" },
  { "identityIssuer", VALUE_TEXT, NULL, NULL },
  { "identityExpires", VALUE_DATE, NULL, "must be a date" },
  { "passportNumber", VALUE_PASSPORT, NULL, "must have 5 to 20 letters and digits" },
  { "nationality", VALUE_CODE, NULL, "must be the code of a country, like VN" },
  { "ethnicGroup", VALUE_CODE, NULL, "must be a code of the list of ethnic groups, like 01" },
  { "religion", VALUE_TEXT, NULL, NULL },
  { "birthPlace", VALUE_TEXT, NULL, NULL },
  { "homeTown", VALUE_TEXT, NULL, NULL },
  { "commune", VALUE_COMMUNE, NULL, "must be the code of a commune, like 00004" },
  { "street", VALUE_TEXT, NULL, NULL },
  { "phone", VALUE_FORMAT, "vn-phone", "must be a telephone number of Viet Nam" },
  { "email", VALUE_FORMAT, "email", "must be an e-mail address" },
  { "occupation", VALUE_TEXT, NULL, NULL },
  { "taxCode", VALUE_FORMAT, "vn-mst", "must be a tax code: 10, 13 or 12 digits" },
  { "insuranceNumber", VALUE_FORMAT, "vn-bhxh", "must have 10 digits" },
  { "id", VALUE_ID, NULL, "must have 1 to 64 letters, digits and hyphens" },
  { "relation", VALUE_RELATION, NULL, "must be self, spouse, child, father, mother or other" },
  { "relationLabel", VALUE_TEXT, NULL, NULL },
};

static const char *const field_names[N_FIELDS + 1] = {
  "fullName",
  "sex",
  "birthDate",
  "identityNumber",
  "oldIdentityNumber",
  "identityIssued",
  "identityIssuer",
  "identityExpires",
  "passportNumber",
  "nationality",
  "ethnicGroup",
  "religion",
  "birthPlace",
  "homeTown",
  "commune",
  "street",
  "phone",
  "email",
  "occupation",
  "taxCode",
  "insuranceNumber",
  NULL,
};

struct _HsPerson
{
  GObject parent_instance;
  char *values[G_N_ELEMENTS (specs)]; /* (owned) (nullable) normalised, by number of the spec */
  gint64 rank;                        /* when it was added, microseconds since 1970; 0 never */
};

G_DEFINE_FINAL_TYPE (HsPerson, hs_person, G_TYPE_OBJECT)

static void
hs_person_finalize (GObject *object)
{
  HsPerson *self = HS_PERSON (object);

  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    g_free (self->values[i]);
  G_OBJECT_CLASS (hs_person_parent_class)->finalize (object);
}

static void
hs_person_class_init (HsPersonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_person_finalize;
}

static void
hs_person_init (HsPerson *self)
{
}

static int
find_spec (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    if (strcmp (specs[i].name, name) == 0)
      return (int) i;
  return -1;
}

gboolean
hs_person_is_relation (const char *relation)
{
  static const char *const known[] = {
    "self", "spouse", "child", "father", "mother", "other", NULL
  };

  return g_strv_contains (known, relation);
}

/* Every control character, and every run of white space, to one space; NFC and trimmed before. */
static char *
clean_line (const char *text)
{
  g_autofree char *normal = hs_text_normalize (text);
  GString *line = g_string_sized_new (strlen (normal));
  gboolean space = FALSE;

  for (const char *c = normal; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar u = g_utf8_get_char (c);

      if (u == 0xfeff)
        continue;
      if (g_unichar_isspace (u) || g_unichar_iscntrl (u))
        {
          space = line->len > 0;
          continue;
        }
      if (space)
        g_string_append_c (line, ' ');
      g_string_append_unichar (line, u);
      space = FALSE;
    }
  return g_string_free (line, FALSE);
}

static char *
clean_format (const char *name, const char *text)
{
  const HsFormFormat *format = hs_form_format_find (name);
  g_autofree char *clean = hs_form_format_clean (format, text);

  return *clean != '\0' && hs_form_format_accepts (format, clean) ? g_steal_pointer (&clean) : NULL;
}

static char *
clean_date (const char *text, gboolean partial)
{
  HsDate date;

  if ((!hs_date_parse_iso (text, &date) && !hs_date_parse_typed (text, &date, NULL)) ||
      (!partial && date.day == 0))
    return NULL;
  return hs_date_to_iso (&date);
}

static char *
clean_passport (const char *text)
{
  GString *clean = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++)
    if (strchr (" .-", *c) == NULL)
      g_string_append_c (clean, g_ascii_toupper (*c));
  if (clean->len >= 5 && clean->len <= 20 &&
      strspn (clean->str, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == clean->len)
    return g_string_free (clean, FALSE);
  g_string_free (clean, TRUE);
  return NULL;
}

static char *
clean_commune (const char *text, HsUnits *units)
{
  if (strlen (text) != 5 || strspn (text, "0123456789") != 5 ||
      (units != NULL && hs_units_find (units, text) == NULL))
    return NULL;
  return g_strdup (text);
}

static char *
clean_id (const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '-')
      return NULL;
  return length >= 1 && length <= 64 ? g_strdup (text) : NULL;
}

static char *
clean_code (const char *field, const char *text)
{
  if (hs_person_code_words (field, text) != NULL)
    return g_strdup (text);
  /* a country that has no words here is still one */
  return strcmp (field, "nationality") == 0 && strlen (text) == 2 && g_ascii_isupper (text[0]) &&
             g_ascii_isupper (text[1])
           ? g_strdup (text)
           : NULL;
}

/* line is not empty. */
static char *
clean_by_kind (const Spec *spec, const char *line, HsUnits *units)
{
  char *clean;

  switch (spec->kind)
    {
    case VALUE_FORMAT:
      return clean_format (spec->format, line);
    case VALUE_DATE:
    case VALUE_PARTIAL_DATE:
      return clean_date (line, spec->kind == VALUE_PARTIAL_DATE);
    case VALUE_CODE:
      return clean_code (spec->name, line);
    case VALUE_OLD_NUMBER:
      clean = clean_format ("vn-cmnd", line);
      return clean != NULL ? clean : clean_format ("vn-cccd", line);
    case VALUE_PASSPORT:
      return clean_passport (line);
    case VALUE_COMMUNE:
      return clean_commune (line, units);
    case VALUE_RELATION:
      return hs_person_is_relation (line) ? g_strdup (line) : NULL;
    case VALUE_ID:
      return clean_id (line);
    case VALUE_TEXT:
    default:
      return g_strdup (line);
    }
}

char *
hs_person_clean (const char *field, const char *text, HsUnits *units, const char **fault)
{
  int at = find_spec (field);
  g_autofree char *line = clean_line (text);
  char *clean;

  *fault = NULL;
  if (at < 0)
    *fault = "is no part of a person's data";
  else if (*line == '\0')
    *fault = "is empty";
  else if (g_utf8_strlen (line, -1) > MAX_LETTERS)
    *fault = "has more than 250 letters";
  if (*fault != NULL)
    return NULL;
  clean = clean_by_kind (&specs[at], line, units);
  if (clean == NULL)
    *fault = specs[at].fault;
  return clean;
}

static gboolean
refuse (const char *name, const char *fault, HsPersonField *where, GError **error)
{
  int at = find_spec (name);

  if (where != NULL)
    *where = at >= 0 ? specs[at].name : NULL;
  g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PERSON, "%s %s", name, fault);
  return FALSE;
}

static gboolean
take_member (HsPerson *self, const char *name, JsonNode *node, HsUnits *units, HsPersonField *where,
             GError **error)
{
  int at = find_spec (name);
  const char *fault;

  if (at < 0)
    return refuse (name, "is no part of a person's data", where, error);
  g_clear_pointer (&self->values[at], g_free);
  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (name, "must be a text", where, error);
  if (hs_text_is_blank (json_node_get_string (node)))
    return TRUE;
  self->values[at] = hs_person_clean (name, json_node_get_string (node), units, &fault);
  return self->values[at] != NULL || g_strcmp0 (fault, "is empty") == 0 ||
         refuse (name, fault, where, error);
}

static gboolean
take_members (HsPerson *self, JsonObject *object, HsUnits *units, HsPersonField *where,
              GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (!take_member (self, name, node, units, where, error))
      return FALSE;
  return hs_person_get (self, "fullName") != NULL ||
         refuse ("fullName", "is missing", where, error);
}

HsPerson *
hs_person_new (JsonNode *json, HsUnits *units, HsPersonField *where, GError **error)
{
  g_autoptr (HsPerson) self = NULL;

  g_return_val_if_fail (json != NULL, NULL);
  if (where != NULL)
    *where = NULL;
  if (!JSON_NODE_HOLDS_OBJECT (json))
    {
      g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PERSON, "a person must be an object");
      return NULL;
    }
  self = g_object_new (HS_TYPE_PERSON, NULL);
  return take_members (self, json_node_get_object (json), units, where, error)
           ? g_steal_pointer (&self)
           : NULL;
}

static HsPerson *
copy (HsPerson *self)
{
  HsPerson *other = g_object_new (HS_TYPE_PERSON, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    other->values[i] = g_strdup (self->values[i]);
  other->rank = self->rank;
  return other;
}

HsPerson *
hs_person_change (HsPerson *self, JsonObject *changes, HsUnits *units, HsPersonField *where,
                  GError **error)
{
  g_autoptr (HsPerson) other = NULL;

  g_return_val_if_fail (HS_IS_PERSON (self), NULL);
  g_return_val_if_fail (changes != NULL, NULL);
  if (where != NULL)
    *where = NULL;
  other = copy (self);
  return take_members (other, changes, units, where, error) ? g_steal_pointer (&other) : NULL;
}

HsPerson *
hs_person_with_place (HsPerson *self, const char *id, gint64 rank)
{
  HsPerson *other = copy (self);
  int at = find_spec ("id");

  g_free (other->values[at]);
  other->values[at] = g_strdup (id);
  other->rank = rank;
  return other;
}

gint64
hs_person_get_rank (HsPerson *self)
{
  return self->rank;
}

JsonNode *
hs_person_to_json (HsPerson *self)
{
  JsonObject *object;
  JsonNode *node;

  g_return_val_if_fail (HS_IS_PERSON (self), NULL);
  object = json_object_new ();
  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    if (self->values[i] != NULL)
      json_object_set_string_member (object, specs[i].name, self->values[i]);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  return node;
}

gboolean
hs_person_equal (HsPerson *a, HsPerson *b)
{
  g_return_val_if_fail (HS_IS_PERSON (a) && HS_IS_PERSON (b), FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    if (g_strcmp0 (a->values[i], b->values[i]) != 0)
      return FALSE;
  return TRUE;
}

const char *
hs_person_get (HsPerson *self, const char *field)
{
  int at;

  g_return_val_if_fail (HS_IS_PERSON (self), NULL);
  g_return_val_if_fail (field != NULL, NULL);
  at = find_spec (field);
  return at >= 0 ? self->values[at] : NULL;
}

const char *
hs_person_get_id (HsPerson *self)
{
  return hs_person_get (self, "id");
}

const char *
hs_person_get_name (HsPerson *self)
{
  return hs_person_get (self, "fullName");
}

const char *
hs_person_get_relation (HsPerson *self)
{
  return hs_person_get (self, "relation");
}

const char *
hs_person_get_relation_label (HsPerson *self)
{
  return hs_person_get (self, "relationLabel");
}

gboolean
hs_person_get_birth (HsPerson *self, HsDate *birth)
{
  const char *iso = hs_person_get (self, "birthDate");

  return iso != NULL && hs_date_parse_iso (iso, birth);
}

int
hs_person_get_age (HsPerson *self, const HsDate *on)
{
  HsDate birth;

  g_return_val_if_fail (HS_IS_PERSON (self) && on != NULL, -1);
  if (!hs_person_get_birth (self, &birth) || hs_date_compare (&birth, on) > 0)
    return -1;
  /* day or month not known: who was born late in that year must not be made older */
  if (birth.month == 0)
    birth.month = 12;
  if (birth.day == 0)
    birth.day = 28;
  return MAX (hs_date_years_between (&birth, on), 0);
}

const char *const *
hs_person_list_fields (void)
{
  return field_names;
}

gboolean
hs_person_has_field (const char *field)
{
  g_return_val_if_fail (field != NULL, FALSE);
  return g_strv_contains (field_names, field) || strcmp (field, "address") == 0;
}

gboolean
hs_person_is_date (const char *field)
{
  int at = find_spec (field);

  return at >= 0 && (specs[at].kind == VALUE_DATE || specs[at].kind == VALUE_PARTIAL_DATE);
}

static char *
address_words (HsPerson *self, HsUnits *units)
{
  const char *street = hs_person_get (self, "street");
  g_autofree char *commune = units != NULL ? hs_person_dup_words (self, "commune", units) : NULL;

  if (street != NULL && commune != NULL)
    return g_strdup_printf ("%s, %s", street, commune);
  return street != NULL ? g_strdup (street) : g_steal_pointer (&commune);
}

char *
hs_person_dup_words (HsPerson *self, const char *field, HsUnits *units)
{
  const char *value, *words;
  HsDate date;
  HsUnit *unit;

  g_return_val_if_fail (HS_IS_PERSON (self), NULL);
  g_return_val_if_fail (field != NULL, NULL);
  if (strcmp (field, "address") == 0)
    return address_words (self, units);
  value = hs_person_get (self, field);
  if (value == NULL)
    return NULL;
  if (hs_person_is_date (field) && hs_date_parse_iso (value, &date))
    return hs_date_to_text (&date);
  if (strcmp (field, "commune") == 0)
    {
      unit = units != NULL ? hs_units_find (units, value) : NULL;
      return g_strdup (unit != NULL ? hs_unit_get_path (unit) : value);
    }
  words = hs_person_code_words (field, value);
  return g_strdup (words != NULL ? words : value);
}
