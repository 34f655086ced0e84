/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that fills a slot: facts only, the bytes are a sealed blob of the store. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-attachment-private.h"

struct _HsAttachment
{
  GObject parent_instance;
  char *id;                    /* (owned) UUIDv4 */
  char *slot;                  /* (owned) id of the evidence it fills */
  char *file_name;             /* (owned) ASCII, what the portal gets */
  char *original_name;         /* (owned) as the citizen's file was called */
  char *media_type;            /* (owned) */
  guint64 size;                /* bytes */
  char *sha256;                /* (owned) lower-case hex */
  char *blob;                  /* (owned) id in the store */
  guint n_pages;               /* 0 unknown */
  HsDocumentWarnings warnings; /* as found when it was attached */
};

G_DEFINE_FINAL_TYPE (HsAttachment, hs_attachment, G_TYPE_OBJECT)

static void
hs_attachment_finalize (GObject *object)
{
  HsAttachment *self = HS_ATTACHMENT (object);

  g_free (self->id);
  g_free (self->slot);
  g_free (self->file_name);
  g_free (self->original_name);
  g_free (self->media_type);
  g_free (self->sha256);
  g_free (self->blob);
  G_OBJECT_CLASS (hs_attachment_parent_class)->finalize (object);
}

static void
hs_attachment_class_init (HsAttachmentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_attachment_finalize;
}

static void
hs_attachment_init (HsAttachment *self)
{
}

HsAttachment *
hs_attachment_new (const HsAttachmentFacts *facts)
{
  HsAttachment *self = g_object_new (HS_TYPE_ATTACHMENT, NULL);

  self->id = g_strdup (facts->id);
  self->slot = g_strdup (facts->slot);
  self->file_name = g_strdup (facts->file_name);
  self->original_name = g_strdup (facts->original_name);
  self->media_type = g_strdup (facts->media_type);
  self->size = facts->size;
  self->sha256 = g_strdup (facts->sha256);
  self->blob = g_strdup (facts->blob);
  self->n_pages = facts->n_pages;
  self->warnings = facts->warnings;
  return self;
}

JsonNode *
hs_attachment_to_json (HsAttachment *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "slot", self->slot);
  json_object_set_string_member (object, "fileName", self->file_name);
  json_object_set_string_member (object, "originalName", self->original_name);
  json_object_set_string_member (object, "mediaType", self->media_type);
  json_object_set_int_member (object, "size", self->size);
  json_object_set_string_member (object, "sha256", self->sha256);
  json_object_set_string_member (object, "blob", self->blob);
  json_object_set_int_member (object, "pages", self->n_pages);
  json_object_set_int_member (object, "warnings", self->warnings);
  json_node_take_object (node, object);
  return node;
}

HsAttachment *
hs_attachment_from_json (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  HsAttachmentFacts facts = { NULL };

  if (object == NULL)
    return NULL;
  facts.id = hs_json_string (object, "id", NULL);
  facts.slot = hs_json_string (object, "slot", NULL);
  facts.file_name = hs_json_string (object, "fileName", NULL);
  facts.original_name = hs_json_string (object, "originalName", facts.file_name);
  facts.media_type = hs_json_string (object, "mediaType", NULL);
  facts.size = hs_json_int (object, "size", 0);
  facts.sha256 = hs_json_string (object, "sha256", NULL);
  facts.blob = hs_json_string (object, "blob", NULL);
  facts.n_pages = hs_json_int (object, "pages", 0);
  facts.warnings = hs_json_int (object, "warnings", 0);
  if (facts.id == NULL || facts.slot == NULL || facts.file_name == NULL ||
      facts.media_type == NULL || facts.sha256 == NULL || facts.blob == NULL)
    return NULL;
  return hs_attachment_new (&facts);
}

const char *
hs_attachment_get_id (HsAttachment *self)
{
  g_return_val_if_fail (HS_IS_ATTACHMENT (self), NULL);
  return self->id;
}

const char *
hs_attachment_get_slot (HsAttachment *self)
{
  g_return_val_if_fail (HS_IS_ATTACHMENT (self), NULL);
  return self->slot;
}

const char *
hs_attachment_get_file_name (HsAttachment *self)
{
  g_return_val_if_fail (HS_IS_ATTACHMENT (self), NULL);
  return self->file_name;
}

const char *
hs_attachment_get_original_name (HsAttachment *self)
{
  g_return_val_if_fail (HS_IS_ATTACHMENT (self), NULL);
  return self->original_name;
}

const char *
hs_attachment_get_media_type (HsAttachment *self)
{
  g_return_val_if_fail (HS_IS_ATTACHMENT (self), NULL);
  return self->media_type;
}

guint64
hs_attachment_get_size (HsAttachment *self)
{
  g_return_val_if_fail (HS_IS_ATTACHMENT (self), 0);
  return self->size;
}

const char *
hs_attachment_get_sha256 (HsAttachment *self)
{
  g_return_val_if_fail (HS_IS_ATTACHMENT (self), NULL);
  return self->sha256;
}

const char *
hs_attachment_get_blob (HsAttachment *self)
{
  g_return_val_if_fail (HS_IS_ATTACHMENT (self), NULL);
  return self->blob;
}

guint
hs_attachment_get_n_pages (HsAttachment *self)
{
  g_return_val_if_fail (HS_IS_ATTACHMENT (self), 0);
  return self->n_pages;
}

HsDocumentWarnings
hs_attachment_get_warnings (HsAttachment *self)
{
  g_return_val_if_fail (HS_IS_ATTACHMENT (self), HS_DOCUMENT_WARNING_NONE);
  return self->warnings;
}
