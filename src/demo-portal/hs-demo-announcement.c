/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks an announcement before a byte of a file is sent: identifiers, limits, procedure, office, form,
 * and that manifestSha256 is the SHA-256 of the RFC 8785 bytes of all the rest. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-announcement.h"

#include "hs-demo-services.h"

#include "base/hs-file.h"
#include "base/hs-text.h"

#include <string.h>

const char *const hs_demo_media_types[] = { "application/pdf", "image/jpeg", "image/png",
                                            "application/json", NULL };

typedef gboolean (*TextCheck) (const char *text);

static gboolean
is_sha256 (const char *text)
{
  return hs_demo_is_hex (text, 64);
}

static gboolean
is_id (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && length <= 200 && g_utf8_validate (text, -1, NULL);
}

/* A plain name: no folders, no control characters. */
static gboolean
is_file_name (const char *text)
{
  if (!is_id (text) || text[0] == '.' || strpbrk (text, "/\\") != NULL)
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

/* The member as checked text; NULL after answering 422. */
static const char *
need_text (HsDemoRequest *request, JsonObject *object, const char *parent, const char *member,
           TextCheck check)
{
  const char *text = hs_json_string (object, member, NULL);
  g_autofree char *pointer = hs_json_pointer_append (parent, member);

  if (text != NULL && check (text))
    return text;
  hs_demo_problem (request, "announcement-invalid", pointer,
                   "Mục %s thiếu hoặc không đúng định dạng.", pointer);
  return NULL;
}

static gboolean
check_size (HsDemoRequest *request, JsonObject *object, const char *parent, guint64 *total)
{
  g_autofree char *pointer = hs_json_pointer_append (parent, "size");
  gint64 size = hs_json_int (object, "size", -1);

  if (size < 1)
    {
      hs_demo_problem (request, "announcement-invalid", pointer, "Tệp phải có ít nhất 1 byte.");
      return FALSE;
    }
  *total += (guint64) size;
  if ((guint64) size <= HS_DEMO_MAX_FILE_BYTES && *total <= HS_DEMO_MAX_TOTAL_BYTES)
    return TRUE;
  hs_demo_problem (request, "too-large", pointer,
                   "Mỗi tệp nhiều nhất %" G_GUINT64_FORMAT " byte, cả hồ sơ %" G_GUINT64_FORMAT ".",
                   HS_DEMO_MAX_FILE_BYTES, HS_DEMO_MAX_TOTAL_BYTES);
  return FALSE;
}

static gboolean
check_media_type (HsDemoRequest *request, JsonObject *object, const char *parent)
{
  const char *type = hs_json_string (object, "mediaType", "");
  g_autofree char *pointer = hs_json_pointer_append (parent, "mediaType");

  if (g_strv_contains (hs_demo_media_types, type))
    return TRUE;
  hs_demo_problem (request, "type-not-allowed", pointer, "Cổng không nhận loại tệp này.");
  return FALSE;
}

static gboolean
check_attachment (HsDemoRequest *request, JsonArray *list, guint i, GHashTable *ids, guint64 *total)
{
  g_autofree char *pointer = g_strdup_printf ("/attachments/%u", i);
  JsonNode *node = json_array_get_element (list, i);
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *id;

  if (object == NULL)
    {
      hs_demo_problem (request, "announcement-invalid", pointer, "Mỗi tệp là một đối tượng.");
      return FALSE;
    }
  id = need_text (request, object, pointer, "attachmentId", hs_demo_is_uuid4);
  if (id == NULL || !need_text (request, object, pointer, "evidenceTypeId", is_id) ||
      !need_text (request, object, pointer, "fileName", is_file_name) ||
      !need_text (request, object, pointer, "sha256", is_sha256) ||
      !need_text (request, object, pointer, "copyKind", is_id) ||
      !check_media_type (request, object, pointer) || !check_size (request, object, pointer, total))
    return FALSE;
  if (g_hash_table_add (ids, (gpointer) id))
    return TRUE;
  hs_demo_problem (request, "announcement-invalid", pointer, "Mã tệp này đã dùng cho tệp khác.");
  return FALSE;
}

static gboolean
check_attachments (HsDemoRequest *request, JsonArray *list)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  guint64 total = 0;

  if (list == NULL || json_array_get_length (list) == 0)
    {
      hs_demo_problem (request, "announcement-invalid", "/attachments",
                       "Hồ sơ phải có ít nhất một tệp.");
      return FALSE;
    }
  if (json_array_get_length (list) > HS_DEMO_MAX_FILES)
    {
      hs_demo_problem (request, "too-many-files", "/attachments", "Nhiều nhất %d tệp.",
                       HS_DEMO_MAX_FILES);
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (list); i++)
    if (!check_attachment (request, list, i, ids, &total))
      return FALSE;
  return TRUE;
}

/* The form must be the very file this portal publishes for the procedure. */
static gboolean
check_form (HsDemoRequest *request, JsonObject *form, const HsDemoService *service)
{
  const char *id = form == NULL ? NULL : hs_json_string (form, "id", NULL);
  g_autofree char *name = NULL, *path = NULL, *sha256 = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (service->form_id == NULL && form == NULL)
    return TRUE;
  if (g_strcmp0 (id, service->form_id) != 0)
    {
      hs_demo_problem (request, "form-withdrawn", "/form/id", "Thủ tục này dùng biểu mẫu %s.",
                       service->form_id == NULL ? "(không có)" : service->form_id);
      return FALSE;
    }
  name = g_strdup_printf ("forms/%s.json", id);
  path = hs_world_share_path (request->demo->world, name);
  bytes = hs_file_load (path, 0, NULL);
  sha256 = bytes == NULL ? NULL : hs_sha256_hex_bytes (bytes);
  if (sha256 != NULL && strcmp (sha256, hs_json_string (form, "sha256", "")) == 0)
    return TRUE;
  hs_demo_problem (request, "form-withdrawn", "/form/sha256",
                   "Phiên bản biểu mẫu này không còn dùng. Hãy cập nhật rồi kiểm tra lại tờ khai.");
  return FALSE;
}

static gboolean
check_manifest (HsDemoRequest *request, JsonNode *node)
{
  JsonObject *root = json_node_get_object (node);
  JsonObject *manifest = json_object_new ();
  g_autofree char *text = NULL, *sha256 = NULL;
  JsonObjectIter iter;
  const char *member;
  JsonNode *value;

  json_object_iter_init (&iter, root);
  while (json_object_iter_next (&iter, &member, &value))
    if (strcmp (member, "manifestSha256") != 0)
      json_object_set_member (manifest, member, json_node_copy (value));
  text = hs_demo_object_write (manifest);
  sha256 = hs_sha256_hex (text, strlen (text));
  if (strcmp (sha256, hs_json_string (root, "manifestSha256", "")) == 0)
    return TRUE;
  hs_demo_problem (request, "manifest-mismatch", "/manifestSha256",
                   "Mã băm tính lại từ bản kê là %s.", sha256);
  return FALSE;
}

static gboolean
check_service (HsDemoRequest *request, JsonObject *root)
{
  g_autoptr (HsDemoService) service =
    hs_demo_service_find (request->demo, hs_json_string (root, "serviceId", ""));
  g_autofree char *authority =
    hs_demo_authority_dup_name (request->demo, hs_json_string (root, "competentAuthorityId", ""));

  if (service == NULL)
    hs_demo_problem (request, "unknown-service", "/serviceId", "Cổng không có thủ tục này.");
  else if (authority == NULL)
    hs_demo_problem (request, "authority-not-competent", "/competentAuthorityId",
                     "Cổng không có cơ quan này.");
  else
    return check_form (request, hs_json_object (root, "form"), service);
  return FALSE;
}

static gboolean
check_head (HsDemoRequest *request, JsonObject *root)
{
  JsonObject *delivery = hs_json_object (root, "delivery");
  gint64 round = hs_json_int (root, "round", -1);

  if (!need_text (request, root, "", "dossierId", hs_demo_is_uuid4) ||
      !need_text (request, root, "", "serviceId", is_id) ||
      !need_text (request, root, "", "competentAuthorityId", is_id) ||
      !need_text (request, root, "", "statementVersion", is_id) ||
      !need_text (request, root, "", "manifestSha256", is_sha256))
    return FALSE;
  if (round < 0 || round > 99)
    hs_demo_problem (request, "announcement-invalid", "/round", "Vòng nộp là số từ 0 đến 99.");
  else if (delivery == NULL)
    hs_demo_problem (request, "announcement-invalid", "/delivery", "Thiếu cách nhận kết quả.");
  else
    return need_text (request, delivery, "/delivery", "mode", is_id) != NULL;
  return FALSE;
}

HsDemoAnnouncement *
hs_demo_announcement_read (HsDemoRequest *request)
{
  g_autoptr (HsDemoAnnouncement) self = g_new0 (HsDemoAnnouncement, 1);
  JsonObject *root;

  self->node = hs_demo_request_json (request);
  if (self->node == NULL)
    return NULL;
  root = json_node_get_object (self->node);
  self->attachments = hs_json_array (root, "attachments");
  if (!check_head (request, root) || !check_attachments (request, self->attachments) ||
      !check_service (request, root) || !check_manifest (request, self->node))
    return NULL;
  self->text = hs_json_write (self->node);
  self->dossier_id = hs_json_string (root, "dossierId", NULL);
  self->service = hs_json_string (root, "serviceId", NULL);
  self->authority = hs_json_string (root, "competentAuthorityId", NULL);
  self->manifest_sha256 = hs_json_string (root, "manifestSha256", NULL);
  self->round = hs_json_int (root, "round", 0);
  return g_steal_pointer (&self);
}

void
hs_demo_announcement_free (HsDemoAnnouncement *self)
{
  g_clear_pointer (&self->node, json_node_unref);
  g_free (self->text);
  g_free (self);
}
