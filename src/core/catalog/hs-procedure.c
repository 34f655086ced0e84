/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One administrative procedure as the citizen reads it: who decides, how long, what it costs, which
 * papers. Immutable once handed out, so any thread may read it. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-procedure-private.h"

#include "base/hs-json.h"
#include "catalog/hs-catalog-record.h"

struct _HsProcedure
{
  GObject parent_instance;

  char *code;           /* (owned) */
  char *title;          /* (owned) */
  char *legal_name;     /* (owned) */
  char *field;          /* (owned) */
  char *agency;         /* (owned) */
  char *level;          /* (owned) the office nearest to the citizen */
  char *online;         /* (owned) */
  char *form_id;        /* (owned) (nullable) */
  gboolean has_details; /* the catalogue knows more than the name */

  char *promulgator;      /* (owned) */
  char *decision;         /* (owned) */
  char *updated;          /* (owned) ISO date or empty */
  char *source;           /* (owned) */
  char *summary;          /* (owned) (nullable) */
  char *requirements;     /* (owned) (nullable) */
  char *online_note;      /* (owned) (nullable) */
  GPtrArray *channels;    /* (owned) (element-type HsChannel) */
  GPtrArray *evidence;    /* (owned) (element-type HsEvidence) */
  GPtrArray *notes;       /* (owned) (element-type utf8) */
  GPtrArray *steps;       /* (owned) (element-type HsNamedText) */
  GPtrArray *cases;       /* (owned) (element-type HsNamedText) */
  GPtrArray *legal_bases; /* (owned) (element-type HsNamedText) */
  GPtrArray *results;     /* (owned) (element-type HsNamedText) */
};

G_DEFINE_FINAL_TYPE (HsProcedure, hs_procedure, G_TYPE_OBJECT)

static void
free_evidence (gpointer data)
{
  HsEvidence *self = data;

  g_free (self->id);
  g_free (self->name);
  g_free (self->note);
  g_free (self->condition);
  g_free (self->group);
  g_free (self->copy_kind);
  g_strfreev (self->accepts);
  g_free (self);
}

static void
free_channel (gpointer data)
{
  HsChannel *self = data;

  g_free (self->kind);
  g_free (self->duration_unit);
  g_free (self->fee_text);
  g_free (self->note);
  g_free (self);
}

static void
free_named_text (gpointer data)
{
  HsNamedText *self = data;

  g_free (self->name);
  g_free (self->text);
  g_free (self);
}

/* NULL where the member is missing or empty. */
static char *
dup_member (JsonObject *object, const char *member)
{
  const char *value = hs_json_string (object, member, NULL);

  return value != NULL && *value != '\0' ? g_strdup (value) : NULL;
}

static char **
read_accepts (JsonObject *row)
{
  JsonArray *types = hs_json_array (row, "accepts");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = types != NULL ? json_array_get_length (types) : 0;

  if (n == 0)
    return NULL;
  for (guint i = 0; i < n; i++)
    g_strv_builder_add (builder, hs_catalog_array_text (types, i));
  return g_strv_builder_end (builder);
}

static gpointer
read_evidence (JsonObject *row)
{
  HsEvidence *evidence = g_new0 (HsEvidence, 1);

  evidence->id = g_strdup (hs_json_string (row, "id", ""));
  evidence->name = g_strdup (hs_json_string (row, "name", ""));
  evidence->note = dup_member (row, "note");
  if (json_object_has_member (row, "condition"))
    evidence->condition = hs_json_write (json_object_get_member (row, "condition"));
  evidence->required = hs_json_bool (row, "required", FALSE);
  evidence->group = dup_member (row, "group");
  evidence->n_originals = (guint) hs_json_int (row, "originals", 0);
  evidence->n_copies = (guint) hs_json_int (row, "copies", 0);
  evidence->copy_kind = g_strdup (hs_json_string (row, "copyKind", "original"));
  evidence->accepts = read_accepts (row);
  return evidence;
}

static gpointer
read_channel (JsonObject *row)
{
  HsChannel *channel = g_new0 (HsChannel, 1);

  channel->kind = g_strdup (hs_json_string (row, "kind", ""));
  channel->duration = (int) CLAMP (hs_json_int (row, "duration", 0), 0, G_MAXINT);
  channel->duration_unit = g_strdup (hs_json_string (row, "unit", "other"));
  channel->fee = hs_json_int (row, "fee", -1);
  channel->fee_text = dup_member (row, "feeText");
  channel->note = dup_member (row, "note");
  return channel;
}

static gpointer
read_named_text (JsonObject *row)
{
  HsNamedText *text = g_new0 (HsNamedText, 1);

  text->name = g_strdup (hs_json_string (row, "name", ""));
  text->text = g_strdup (hs_json_string (row, "text", ""));
  return text;
}

static void
read_rows (JsonObject *record, const char *member, GPtrArray *into, gpointer (*read) (JsonObject *))
{
  JsonArray *rows = hs_json_array (record, member);
  guint n = rows != NULL ? json_array_get_length (rows) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *row = json_array_get_element (rows, i);

      if (JSON_NODE_HOLDS_OBJECT (row))
        g_ptr_array_add (into, read (json_node_get_object (row)));
    }
}

static void
read_notes (JsonObject *record, GPtrArray *into)
{
  JsonArray *rows = hs_json_array (record, "notes");
  guint n = rows != NULL ? json_array_get_length (rows) : 0;

  for (guint i = 0; i < n; i++)
    {
      const char *note = hs_catalog_array_text (rows, i);

      if (*note != '\0')
        g_ptr_array_add (into, g_strdup (note));
    }
}

static void
hs_procedure_finalize (GObject *object)
{
  HsProcedure *self = HS_PROCEDURE (object);

  g_free (self->code);
  g_free (self->title);
  g_free (self->legal_name);
  g_free (self->field);
  g_free (self->agency);
  g_free (self->level);
  g_free (self->online);
  g_free (self->form_id);
  g_free (self->promulgator);
  g_free (self->decision);
  g_free (self->updated);
  g_free (self->source);
  g_free (self->summary);
  g_free (self->requirements);
  g_free (self->online_note);
  g_ptr_array_unref (self->channels);
  g_ptr_array_unref (self->evidence);
  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->cases);
  g_ptr_array_unref (self->legal_bases);
  g_ptr_array_unref (self->results);
  G_OBJECT_CLASS (hs_procedure_parent_class)->finalize (object);
}

static void
hs_procedure_class_init (HsProcedureClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_procedure_finalize;
}

static void
hs_procedure_init (HsProcedure *self)
{
  self->channels = g_ptr_array_new_with_free_func (free_channel);
  self->evidence = g_ptr_array_new_with_free_func (free_evidence);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->steps = g_ptr_array_new_with_free_func (free_named_text);
  self->cases = g_ptr_array_new_with_free_func (free_named_text);
  self->legal_bases = g_ptr_array_new_with_free_func (free_named_text);
  self->results = g_ptr_array_new_with_free_func (free_named_text);
}

static char *
dup_text (const char *text)
{
  return g_strdup (text != NULL ? text : "");
}

HsProcedure *
hs_procedure_new (const HsProcedureSummary *summary)
{
  HsProcedure *self = g_object_new (HS_TYPE_PROCEDURE, NULL);

  self->code = dup_text (summary->code);
  self->title = dup_text (summary->title);
  self->legal_name = dup_text (summary->legal_name);
  self->field = dup_text (summary->field);
  self->agency = dup_text (summary->agency);
  self->level = dup_text (summary->level);
  self->online = dup_text (summary->online);
  self->form_id =
    summary->form_id != NULL && *summary->form_id != '\0' ? g_strdup (summary->form_id) : NULL;
  self->has_details = summary->has_details;
  return self;
}

void
hs_procedure_add_details (HsProcedure *self, JsonObject *record)
{
  g_return_if_fail (HS_IS_PROCEDURE (self) && self->source == NULL);

  self->promulgator = dup_text (hs_json_string (record, "promulgator", NULL));
  self->decision = dup_text (hs_json_string (record, "decision", NULL));
  self->updated = dup_text (hs_json_string (record, "updated", NULL));
  self->source = dup_text (hs_json_string (record, "source", NULL));
  self->summary = dup_member (record, "summary");
  self->requirements = dup_member (record, "requirements");
  self->online_note = dup_member (record, "onlineNote");
  read_rows (record, "channels", self->channels, read_channel);
  read_rows (record, "evidence", self->evidence, read_evidence);
  read_notes (record, self->notes);
  read_rows (record, "steps", self->steps, read_named_text);
  read_rows (record, "cases", self->cases, read_named_text);
  read_rows (record, "legalBases", self->legal_bases, read_named_text);
  read_rows (record, "results", self->results, read_named_text);
}

#define GETTER(type, name, missing)                                                                \
  type hs_procedure_get_##name (HsProcedure *self)                                                 \
  {                                                                                                \
    g_return_val_if_fail (HS_IS_PROCEDURE (self), missing);                                        \
    return self->name;                                                                             \
  }
#define TEXT_GETTER(name)                                                                          \
  const char *hs_procedure_get_##name (HsProcedure *self)                                          \
  {                                                                                                \
    g_return_val_if_fail (HS_IS_PROCEDURE (self), "");                                             \
    return self->name != NULL ? self->name : "";                                                   \
  }

TEXT_GETTER (code)
TEXT_GETTER (title)
TEXT_GETTER (legal_name)
TEXT_GETTER (field)
TEXT_GETTER (agency)
TEXT_GETTER (level)
TEXT_GETTER (online)
GETTER (const char *, form_id, NULL)

gboolean
hs_procedure_has_details (HsProcedure *self)
{
  g_return_val_if_fail (HS_IS_PROCEDURE (self), FALSE);
  return self->has_details;
}

TEXT_GETTER (promulgator)
TEXT_GETTER (decision)
TEXT_GETTER (updated)
TEXT_GETTER (source)
GETTER (const char *, summary, NULL)
GETTER (const char *, requirements, NULL)
GETTER (const char *, online_note, NULL)
GETTER (GPtrArray *, channels, NULL)
GETTER (GPtrArray *, evidence, NULL)
GETTER (GPtrArray *, notes, NULL)
GETTER (GPtrArray *, steps, NULL)
GETTER (GPtrArray *, cases, NULL)
GETTER (GPtrArray *, legal_bases, NULL)
GETTER (GPtrArray *, results, NULL)
