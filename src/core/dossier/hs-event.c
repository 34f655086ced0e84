/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the office did, or what was done here, as it was recorded. Codes this program does not know stay
 * as they came; texts are made printable, for they are foreign. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-date.h"
#include "dossier/hs-attachment-private.h"
#include "portal/hs-portal-error.h"

#define MAX_CODE_CHARS 64
#define MAX_LABEL_CHARS 200
#define MAX_MESSAGE_CHARS 4000

struct _HsEvent
{
  GObject parent_instance;
  guint64 seq;        /* of the portal; 0: local */
  char *dossier_id;   /* (owned) */
  char *type;         /* (owned) "status", "local.queued" */
  int status;         /* 1..10, 0 none, -1 a code that is not known */
  char *code;         /* (owned) raw, "" none */
  char *label;        /* (owned) the office's words, "" none */
  char *message;      /* (owned) (nullable) */
  gint64 occurred_us; /* microseconds since 1970 */
  gint64 due_us;      /* the same, 0 none */
  char *file;         /* (owned) (nullable) file id */
  char *file_name;    /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HsEvent, hs_event, G_TYPE_OBJECT)

static void
hs_event_finalize (GObject *object)
{
  HsEvent *self = HS_EVENT (object);

  g_free (self->dossier_id);
  g_free (self->type);
  g_free (self->code);
  g_free (self->label);
  g_free (self->message);
  g_free (self->file);
  g_free (self->file_name);
  G_OBJECT_CLASS (hs_event_parent_class)->finalize (object);
}

static void
hs_event_class_init (HsEventClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_event_finalize;
}

static void
hs_event_init (HsEvent *self)
{
}

char *
hs_event_clean_text (const char *text, guint max_chars)
{
  GString *out;
  guint n = 0;

  if (text == NULL)
    return NULL;
  out = g_string_new (NULL);
  for (const char *p = text; *p != '\0' && n < max_chars; p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);
      gboolean direction =
        (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F;

      g_string_append_unichar (out, c == '\n' || (g_unichar_isprint (c) && !direction) ? c : ' ');
    }
  return g_strstrip (g_string_free (out, FALSE));
}

/* Only "status" has the national meaning; an office's own code may be a number that means something
 * else. A code without a national one is -1: its label is shown. */
static int
read_status (JsonObject *object)
{
  gint64 number = hs_json_int (object, "status", G_MININT64);
  const char *text = hs_json_string (object, "status", NULL);
  const char *own = hs_json_string (object, "authorityStatusCode", "");

  if (number == G_MININT64 && text == NULL)
    return *own != '\0' ? -1 : 0;
  if (number == G_MININT64 && !g_ascii_string_to_signed (text, 10, 0, 1000000, &number, NULL))
    return -1;
  if (number == 0)
    return 0;
  return number >= 1 && number <= 10 ? (int) number : -1;
}

static char *
read_code (JsonObject *object)
{
  const char *text = hs_json_string (object, "authorityStatusCode", NULL);
  gint64 number = hs_json_int (object, "authorityStatusCode", G_MININT64);

  if (text == NULL && number == G_MININT64)
    {
      text = hs_json_string (object, "status", NULL);
      number = hs_json_int (object, "status", G_MININT64);
    }
  if (text != NULL)
    return hs_event_clean_text (text, MAX_CODE_CHARS);
  return number != G_MININT64 ? g_strdup_printf ("%" G_GINT64_FORMAT, number) : g_strdup ("");
}

/* data is one file, a list of files (the first is shown), or something else that has none. */
static void
read_file (HsEvent *self, JsonObject *object)
{
  JsonObject *data = hs_json_object (object, "data");
  JsonArray *list = hs_json_array (object, "data");
  const char *id;

  if (data != NULL && hs_json_array (data, "files") != NULL)
    list = hs_json_array (data, "files");
  if (list != NULL && json_array_get_length (list) > 0)
    {
      JsonNode *first = json_array_get_element (list, 0);

      data = JSON_NODE_HOLDS_OBJECT (first) ? json_node_get_object (first) : NULL;
    }
  id = data != NULL ? hs_json_string (data, "fileId", NULL) : NULL;
  if (id == NULL || *id == '\0' || strlen (id) > MAX_CODE_CHARS)
    return;
  for (const char *p = id; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-' && *p != '_' && *p != '.')
      return;
  self->file = g_strdup (id);
  self->file_name = hs_event_clean_text (hs_json_string (data, "fileName", id), MAX_LABEL_CHARS);
  g_strdelimit (self->file_name, "/\\\n", '_');
}

static gboolean
read_time (JsonObject *object, const char *member, gint64 *time_us, GError **error)
{
  const char *text = hs_json_string (object, member, NULL);

  *time_us = 0;
  if (text == NULL || hs_time_from_rfc3339 (text, time_us))
    return TRUE;
  g_set_error (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE, "Event member %s is not a time",
               member);
  return FALSE;
}

HsEvent *
hs_event_from_json (JsonNode *node, GError **error)
{
  g_autoptr (HsEvent) self = g_object_new (HS_TYPE_EVENT, NULL);
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *dossier = object != NULL ? hs_json_string (object, "dossierId", NULL) : NULL;
  gint64 seq = object != NULL ? hs_json_int (object, "seq", -1) : -1;

  if (dossier == NULL || !g_uuid_string_is_valid (dossier) || seq < 0)
    {
      g_set_error_literal (error, HS_PORTAL_ERROR, HS_PORTAL_ERROR_NONSENSE,
                           "An event has no seq or no dossierId");
      return NULL;
    }
  self->seq = seq;
  self->dossier_id = g_strdup (dossier);
  self->type = hs_event_clean_text (hs_json_string (object, "type", ""), MAX_CODE_CHARS);
  self->status = read_status (object);
  self->code = read_code (object);
  self->label =
    hs_event_clean_text (hs_json_string (object, "authorityStatusLabel", ""), MAX_LABEL_CHARS);
  self->message = hs_event_clean_text (hs_json_string (object, "message", NULL), MAX_MESSAGE_CHARS);
  read_file (self, object);
  if (!read_time (object, "occurredAt", &self->occurred_us, error) ||
      !read_time (object, "dueAt", &self->due_us, error))
    return NULL;
  if (self->occurred_us == 0 && !read_time (object, "recordedAt", &self->occurred_us, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *
hs_event_get_dossier_id (HsEvent *self)
{
  return self->dossier_id;
}

int
hs_event_compare (gconstpointer a, gconstpointer b, gpointer unused)
{
  const HsEvent *x = a;
  const HsEvent *y = b;

  if (x->seq > 0 && y->seq > 0)
    return x->seq > y->seq ? -1 : x->seq < y->seq;
  if (x->occurred_us != y->occurred_us)
    return x->occurred_us > y->occurred_us ? -1 : 1;
  /* what was done here came before the office could answer */
  return x->seq > y->seq ? -1 : x->seq < y->seq;
}

guint64
hs_event_get_seq (HsEvent *self)
{
  g_return_val_if_fail (HS_IS_EVENT (self), 0);
  return self->seq;
}

const char *
hs_event_get_type_name (HsEvent *self)
{
  g_return_val_if_fail (HS_IS_EVENT (self), NULL);
  return self->type;
}

int
hs_event_get_status (HsEvent *self)
{
  g_return_val_if_fail (HS_IS_EVENT (self), 0);
  return self->status;
}

const char *
hs_event_get_code (HsEvent *self)
{
  g_return_val_if_fail (HS_IS_EVENT (self), NULL);
  return self->code;
}

const char *
hs_event_get_label (HsEvent *self)
{
  g_return_val_if_fail (HS_IS_EVENT (self), NULL);
  return self->label;
}

const char *
hs_event_get_message (HsEvent *self)
{
  g_return_val_if_fail (HS_IS_EVENT (self), NULL);
  return self->message;
}

gint64
hs_event_get_occurred_us (HsEvent *self)
{
  g_return_val_if_fail (HS_IS_EVENT (self), 0);
  return self->occurred_us;
}

gint64
hs_event_get_due_us (HsEvent *self)
{
  g_return_val_if_fail (HS_IS_EVENT (self), 0);
  return self->due_us;
}

const char *
hs_event_get_file (HsEvent *self)
{
  g_return_val_if_fail (HS_IS_EVENT (self), NULL);
  return self->file;
}

const char *
hs_event_get_file_name (HsEvent *self)
{
  g_return_val_if_fail (HS_IS_EVENT (self), NULL);
  return self->file_name;
}
