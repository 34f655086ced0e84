/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dossiers to send in tests: announcement, uploads, submission, receipt. */
#include "portal-run.h"

#include "base/hs-file.h"
#include "base/hs-text.h"
#include "hs-test.h"

#include <sodium.h>
#include <string.h>

static char *
make_uuid (void)
{
  g_autoptr (HsWorld) world = hs_world_new ("/nowhere", "/nowhere", "/nowhere");

  return hs_world_uuid (world);
}

static GBytes *
make_bytes (const char *name, gsize size)
{
  guint8 *data = g_malloc (size);
  guint32 state = g_str_hash (name) | 1;

  for (gsize i = 0; i < size; i++)
    {
      state = state * 1664525 + 1013904223;
      data[i] = (guint8) (state >> 24);
    }
  return g_bytes_new_take (data, size);
}

static JsonObject *
make_attachment (const TestFile *file)
{
  JsonObject *object = json_object_new ();
  g_autofree char *id = make_uuid ();
  g_autoptr (GBytes) bytes = make_bytes (file->name, file->size);
  g_autofree char *sha256 = hs_sha256_hex_bytes (bytes);

  json_object_set_string_member (object, "attachmentId", id);
  json_object_set_string_member (object, "evidenceTypeId", file->evidence);
  json_object_set_string_member (object, "fileName", file->name);
  json_object_set_string_member (object, "mediaType", file->media);
  json_object_set_int_member (object, "size", (gint64) file->size);
  json_object_set_string_member (object, "sha256", sha256);
  json_object_set_string_member (object, "copyKind", "scan");
  return object;
}

/* The form that the portal publishes for the procedure. */
static JsonObject *
make_form (void)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("HOSO_SHARE_DIR"), "forms", "ket-hon.json", NULL);
  JsonObject *form = json_object_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = NULL;
  g_autoptr (GBytes) bytes = hs_file_load (path, 0, &error);

  g_assert_no_error (error);
  sha256 = hs_sha256_hex_bytes (bytes);
  json_object_set_string_member (form, "id", "ket-hon");
  json_object_set_string_member (form, "version", "1.0.0");
  json_object_set_string_member (form, "sha256", sha256);
  return form;
}

TestDossier *
dossier_new (gint64 round, const char *id, const TestFile *files, guint n_files)
{
  TestDossier *self = g_new0 (TestDossier, 1);
  JsonObject *root = json_object_new (), *delivery = json_object_new ();
  JsonArray *list = json_array_new ();

  self->id = id == NULL ? make_uuid () : g_strdup (id);
  self->round = round;
  for (guint i = 0; i < n_files; i++)
    json_array_add_object_element (list, make_attachment (&files[i]));
  json_object_set_string_member (delivery, "mode", "counter");
  json_object_set_string_member (root, "dossierId", self->id);
  json_object_set_string_member (root, "serviceId", "1.000894");
  json_object_set_object_member (root, "form", make_form ());
  json_object_set_string_member (root, "competentAuthorityId", "00004");
  json_object_set_int_member (root, "round", round);
  json_object_set_object_member (root, "delivery", delivery);
  json_object_set_string_member (root, "statementVersion", "1");
  json_object_set_array_member (root, "attachments", list);
  self->announced = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (self->announced, root);
  dossier_seal (self);
  return self;
}

void
dossier_free (TestDossier *self)
{
  g_free (self->id);
  json_node_unref (self->announced);
  g_free (self->manifest);
  g_free (self);
}

void
dossier_seal (TestDossier *self)
{
  JsonObject *root = json_node_get_object (self->announced);
  g_autofree char *text = NULL;

  if (json_object_has_member (root, "manifestSha256"))
    json_object_remove_member (root, "manifestSha256");
  text = hs_json_write (self->announced);
  g_free (self->manifest);
  self->manifest = hs_sha256_hex (text, strlen (text));
  json_object_set_string_member (root, "manifestSha256", self->manifest);
}

char *
dossier_text (TestDossier *self)
{
  return hs_json_write (self->announced);
}

static JsonObject *
attachment (TestDossier *self, guint i)
{
  JsonObject *root = json_node_get_object (self->announced);

  return json_array_get_object_element (json_object_get_array_member (root, "attachments"), i);
}

const char *
dossier_attachment (TestDossier *self, guint i, const char *member)
{
  return json_object_get_string_member (attachment (self, i), member);
}

GBytes *
dossier_bytes (TestDossier *self, guint i)
{
  return make_bytes (dossier_attachment (self, i, "fileName"),
                     (gsize) json_object_get_int_member (attachment (self, i), "size"));
}

Answer *
dossier_announce (Portal *portal, TestDossier *self)
{
  g_autofree char *text = dossier_text (self);
  g_autofree char *path = self->round == 0 ? g_strdup ("/v1/dossiers")
                                           : g_strdup_printf ("/v1/dossiers/%s/rounds", self->id);

  return call_json (portal, "POST", path, text);
}

static char *
encode (const char *text)
{
  return g_base64_encode ((const guchar *) text, strlen (text));
}

char *
dossier_create_upload (Portal *portal, TestDossier *self, guint i)
{
  g_autofree char *dossier = encode (self->id);
  g_autofree char *id = encode (dossier_attachment (self, i, "attachmentId"));
  g_autofree char *sha256 = encode (dossier_attachment (self, i, "sha256"));
  g_autofree char *name = encode (dossier_attachment (self, i, "fileName"));
  g_autofree char *headers = g_strdup_printf (
    "Tus-Resumable: 1.0.0\r\nUpload-Length: %" G_GINT64_FORMAT
    "\r\nUpload-Metadata: dossierId %s,attachmentId %s,sha256 %s,filename %s\r\n",
    json_object_get_int_member (attachment (self, i), "size"), dossier, id, sha256, name);
  g_autoptr (Answer) answer = call (portal, "POST", "/v1/uploads", headers, NULL, 0);

  if (answer->status != 201)
    return NULL;
  g_assert_cmpstr (answer_header (answer, "Tus-Resumable"), ==, "1.0.0");
  g_assert_true (g_str_has_prefix (answer_header (answer, "Location"), portal->url));
  return g_strdup (answer_header (answer, "Location") + strlen (portal->url));
}

Answer *
upload_patch (Portal *portal, const char *path, gsize offset, const char *data, gsize length)
{
  g_autofree char *headers =
    g_strdup_printf ("Tus-Resumable: 1.0.0\r\nUpload-Offset: %" G_GSIZE_FORMAT
                     "\r\nContent-Type: application/offset+octet-stream\r\n",
                     offset);

  return call (portal, "PATCH", path, headers, data, (gssize) length);
}

gint64
upload_offset (Portal *portal, const char *path)
{
  g_autoptr (Answer) answer = call (portal, "HEAD", path, "Tus-Resumable: 1.0.0\r\n", NULL, 0);

  g_assert_cmpuint (answer->status, ==, 200);
  return g_ascii_strtoll (answer_header (answer, "Upload-Offset"), NULL, 10);
}

void
dossier_upload_all (Portal *portal, TestDossier *self)
{
  JsonObject *root = json_node_get_object (self->announced);
  guint n = json_array_get_length (json_object_get_array_member (root, "attachments"));

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = dossier_create_upload (portal, self, i);
      g_autoptr (GBytes) bytes = dossier_bytes (self, i);
      g_autoptr (Answer) answer = NULL;

      g_assert_nonnull (path);
      answer =
        upload_patch (portal, path, 0, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      assert_answer (answer, 204, NULL);
    }
}

Answer *
dossier_submit (Portal *portal, TestDossier *self)
{
  g_autofree char *path = g_strdup_printf ("/v1/dossiers/%s/rounds/%" G_GINT64_FORMAT "/submission",
                                           self->id, self->round);
  g_autofree char *body =
    g_strdup_printf ("{\"manifestSha256\":\"%s\",\"statementVersion\":\"1\",\"confirmedAt\":"
                     "\"2026-11-24T08:00:00+07:00\"}",
                     self->manifest);

  return call_json (portal, "POST", path, body);
}

TestDossier *
dossier_file (Portal *portal)
{
  static const TestFile files[] = { { "answers", "to-khai.json", "application/json", 40 },
                                    { "declaration", "to-khai.pdf", "application/pdf", 3000 } };
  TestDossier *self = dossier_new (0, NULL, files, G_N_ELEMENTS (files));
  g_autoptr (Answer) announced = dossier_announce (portal, self);
  g_autoptr (Answer) submitted = NULL;

  assert_answer (announced, 201, NULL);
  dossier_upload_all (portal, self);
  submitted = dossier_submit (portal, self);
  assert_answer (submitted, 201, NULL);
  g_assert_true (g_regex_match_simple ("^[A-Z0-9]+(\\.[A-Z0-9]+)*-\\d{6}-\\d{4}$",
                                       answer_text (submitted, "/referenceNo"), 0, 0));
  return self;
}

gint64
journal_count (Portal *portal, const char *dossier, gint64 round)
{
  g_autoptr (Answer) answer = get (portal, "/_demo/journal");
  JsonArray *list;

  assert_answer (answer, 200, NULL);
  list = hs_json_array (json_node_get_object (answer->json), "submissions");
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *item = json_array_get_object_element (list, i);

      if (strcmp (hs_json_string (item, "dossierId", ""), dossier) == 0 &&
          hs_json_int (item, "round", -1) == round)
        return hs_json_int (item, "count", -1);
    }
  return 0;
}

static gsize
decode (const char *text, guint8 *bytes, gsize size)
{
  gsize length = 0;

  g_assert_cmpint (sodium_base642bin (bytes, size, text, strlen (text), NULL, &length, NULL,
                                      sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                   ==, 0);
  return length;
}

void
assert_receipt (Portal *portal, Answer *answer, TestDossier *dossier)
{
  g_autoptr (Answer) info = get (portal, "/.well-known/portal");
  g_autoptr (JsonNode) payload = NULL;
  guint8 bytes[4096], signature[64], key[32];
  gsize length;
  JsonObject *object;

  g_assert_cmpint (sodium_init (), >=, 0);
  g_assert_cmpstr (answer_text (answer, "/receipt/keyId"), ==,
                   answer_text (info, "/receiptKeys/0/keyId"));
  length = decode (answer_text (answer, "/receipt/payload"), bytes, sizeof bytes);
  g_assert_cmpuint (decode (answer_text (answer, "/receipt/signature"), signature, 64), ==, 64);
  g_assert_cmpuint (decode (answer_text (info, "/receiptKeys/0/publicKey"), key, 32), ==, 32);
  g_assert_cmpint (crypto_sign_verify_detached (signature, bytes, length, key), ==, 0);
  payload = hs_json_parse ((char *) bytes, (gssize) length, 0, 0, NULL);
  g_assert_nonnull (payload);
  object = json_node_get_object (payload);
  g_assert_cmpstr (hs_json_string (object, "dossierId", ""), ==, dossier->id);
  g_assert_cmpint (hs_json_int (object, "round", -1), ==, dossier->round);
  g_assert_cmpstr (hs_json_string (object, "manifestSha256", ""), ==, dossier->manifest);
  g_assert_cmpstr (hs_json_string (object, "submissionId", ""), ==,
                   answer_text (answer, "/submissionId"));
  g_assert_cmpstr (hs_json_string (object, "referenceNo", ""), ==,
                   answer_text (answer, "/referenceNo"));
  g_assert_cmpstr (hs_json_string (object, "receivedAt", ""), ==,
                   answer_text (answer, "/receivedAt"));
  g_assert_cmpstr (hs_json_string (object, "authorityId", ""), ==, "00004");
  g_assert_cmpstr (hs_json_string (object, "iss", ""), ==, answer_text (info, "/issuer"));
}
