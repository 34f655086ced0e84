/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the send page shows: the phase, what the portal has confirmed of each file, why it waits and
 * until when. Only a picture of the outbox, which tells it what happened. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-sending-private.h"

struct _HsSendingFile
{
  GObject parent_instance;
  char *name;        /* (owned) */
  guint64 confirmed; /* bytes the portal has said it has */
  guint64 total;     /* bytes */
};

G_DEFINE_FINAL_TYPE (HsSendingFile, hs_sending_file, G_TYPE_OBJECT)

typedef enum
{
  FILE_PROP_CONFIRMED = 1
} HsSendingFileProperty;
static GParamSpec *file_props[FILE_PROP_CONFIRMED + 1];

struct _HsSending
{
  GObject parent_instance;
  HsDossier *dossier; /* (owned) */
  HsSendingPhase phase;
  gint64 retry_at_us; /* wall clock, 0 none */
  GError *error;      /* (owned) (nullable) */
  GListStore *files;  /* (owned) (element-type HsSendingFile) in the manifest's order */
};

G_DEFINE_FINAL_TYPE (HsSending, hs_sending, G_TYPE_OBJECT)

typedef enum
{
  PROP_PHASE = 1,
  PROP_N_FILES_DONE,
  PROP_BYTES_CONFIRMED,
  PROP_BYTES_TOTAL,
  PROP_RETRY_AT_US,
  PROP_ERROR,
} HsSendingProperty;
static GParamSpec *props[PROP_ERROR + 1];

static void
hs_sending_file_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == FILE_PROP_CONFIRMED)
    g_value_set_uint64 (value, HS_SENDING_FILE (object)->confirmed);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hs_sending_file_finalize (GObject *object)
{
  g_free (HS_SENDING_FILE (object)->name);
  G_OBJECT_CLASS (hs_sending_file_parent_class)->finalize (object);
}

static void
hs_sending_file_class_init (HsSendingFileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hs_sending_file_get_property;
  object_class->finalize = hs_sending_file_finalize;
  file_props[FILE_PROP_CONFIRMED] =
    g_param_spec_uint64 ("confirmed", NULL, NULL, 0, G_MAXUINT64, 0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (file_props), file_props);
}

static void
hs_sending_file_init (HsSendingFile *self)
{
}

const char *
hs_sending_file_get_name (HsSendingFile *self)
{
  g_return_val_if_fail (HS_IS_SENDING_FILE (self), NULL);
  return self->name;
}

guint64
hs_sending_file_get_confirmed (HsSendingFile *self)
{
  g_return_val_if_fail (HS_IS_SENDING_FILE (self), 0);
  return self->confirmed;
}

guint64
hs_sending_file_get_total (HsSendingFile *self)
{
  g_return_val_if_fail (HS_IS_SENDING_FILE (self), 0);
  return self->total;
}

static void
count (HsSending *self, guint *n_done, guint64 *confirmed, guint64 *total)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->files));

  *n_done = 0;
  *confirmed = *total = 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsSendingFile) file = g_list_model_get_item (G_LIST_MODEL (self->files), i);

      *n_done += file->confirmed >= file->total;
      *confirmed += file->confirmed;
      *total += file->total;
    }
}

static void
hs_sending_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HsSending *self = HS_SENDING (object);
  guint64 confirmed, total;
  guint n_done;

  count (self, &n_done, &confirmed, &total);
  switch ((HsSendingProperty) id)
    {
    case PROP_PHASE:
      g_value_set_int (value, self->phase);
      break;
    case PROP_N_FILES_DONE:
      g_value_set_uint (value, n_done);
      break;
    case PROP_BYTES_CONFIRMED:
      g_value_set_uint64 (value, confirmed);
      break;
    case PROP_BYTES_TOTAL:
      g_value_set_uint64 (value, total);
      break;
    case PROP_RETRY_AT_US:
      g_value_set_int64 (value, self->retry_at_us);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hs_sending_dispose (GObject *object)
{
  HsSending *self = HS_SENDING (object);

  g_clear_object (&self->files);
  g_clear_object (&self->dossier);
  G_OBJECT_CLASS (hs_sending_parent_class)->dispose (object);
}

static void
hs_sending_finalize (GObject *object)
{
  g_clear_error (&HS_SENDING (object)->error);
  G_OBJECT_CLASS (hs_sending_parent_class)->finalize (object);
}

static void
hs_sending_class_init (HsSendingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = hs_sending_get_property;
  object_class->dispose = hs_sending_dispose;
  object_class->finalize = hs_sending_finalize;
  props[PROP_PHASE] = g_param_spec_int ("phase", NULL, NULL, HS_SENDING_WAITING, HS_SENDING_FAILED,
                                        HS_SENDING_WAITING, flags);
  props[PROP_N_FILES_DONE] = g_param_spec_uint ("n-files-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_BYTES_CONFIRMED] =
    g_param_spec_uint64 ("bytes-confirmed", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  props[PROP_BYTES_TOTAL] =
    g_param_spec_uint64 ("bytes-total", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  props[PROP_RETRY_AT_US] = g_param_spec_int64 ("retry-at-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
hs_sending_init (HsSending *self)
{
  self->files = g_list_store_new (HS_TYPE_SENDING_FILE);
}

HsSending *
hs_sending_new (HsDossier *dossier)
{
  HsSending *self = g_object_new (HS_TYPE_SENDING, NULL);

  self->dossier = g_object_ref (dossier);
  return self;
}

void
hs_sending_set_files (HsSending *self, HsJournal *journal)
{
  g_autoptr (JsonArray) list = hs_journal_dup_attachments (journal);

  g_list_store_remove_all (self->files);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *object = json_array_get_object_element (list, i);
      g_autoptr (HsSendingFile) file = g_object_new (HS_TYPE_SENDING_FILE, NULL);

      file->name = g_strdup (hs_json_string (object, "fileName", ""));
      file->total = hs_json_int (object, "size", 0);
      g_list_store_append (self->files, file);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BYTES_TOTAL]);
}

static gboolean
same_error (const GError *a, const GError *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_error_matches (a, b->domain, b->code) && strcmp (a->message, b->message) == 0;
}

void
hs_sending_update (HsSending *self, HsSendingPhase phase, gint64 retry_at_us, const GError *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (!same_error (self->error, error))
    {
      g_clear_error (&self->error);
      self->error = error != NULL ? g_error_copy (error) : NULL;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
    }
  if (self->retry_at_us != retry_at_us)
    {
      self->retry_at_us = retry_at_us;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RETRY_AT_US]);
    }
  if (self->phase != phase)
    {
      self->phase = phase;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PHASE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

void
hs_sending_set_confirmed (HsSending *self, guint file, guint64 confirmed)
{
  g_autoptr (HsSendingFile) line = g_list_model_get_item (G_LIST_MODEL (self->files), file);

  if (line == NULL || line->confirmed == confirmed)
    return;
  line->confirmed = MIN (confirmed, line->total);
  g_object_notify_by_pspec (G_OBJECT (line), file_props[FILE_PROP_CONFIRMED]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BYTES_CONFIRMED]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_FILES_DONE]);
}

HsSendingPhase
hs_sending_get_phase (HsSending *self)
{
  g_return_val_if_fail (HS_IS_SENDING (self), HS_SENDING_WAITING);
  return self->phase;
}

HsDossier *
hs_sending_get_dossier (HsSending *self)
{
  g_return_val_if_fail (HS_IS_SENDING (self), NULL);
  return self->dossier;
}

const GError *
hs_sending_get_error (HsSending *self)
{
  g_return_val_if_fail (HS_IS_SENDING (self), NULL);
  return self->error;
}

gint64
hs_sending_get_retry_at_us (HsSending *self)
{
  g_return_val_if_fail (HS_IS_SENDING (self), 0);
  return self->retry_at_us;
}

GListModel *
hs_sending_get_files (HsSending *self)
{
  g_return_val_if_fail (HS_IS_SENDING (self), NULL);
  return G_LIST_MODEL (self->files);
}
