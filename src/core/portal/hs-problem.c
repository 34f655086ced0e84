/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a refusal means for the caller: the status decides, the problem's code refines, and the portal's words
 * become the message. A problem that cannot be read is only a status. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-json.h"
#include "base/hs-text.h"
#include "portal/hs-portal-error-private.h"
#include "portal/hs-problem.h"
#include "portal/hs-url.h"

#include <string.h>

#define MAX_WORDS 1000 /* characters of the portal's words that are kept */

static const struct
{
  const char *code;
  HsPortalError error;
} refined[] = {
  { "attachments-incomplete", HS_PORTAL_ERROR_INCOMPLETE },
  { "client-too-old", HS_PORTAL_ERROR_TOO_OLD },
  { "cursor-expired", HS_PORTAL_ERROR_GONE },
  { "form-withdrawn", HS_PORTAL_ERROR_INVALID },
  { "hash-mismatch", HS_PORTAL_ERROR_DIGEST },
  { "internal", HS_PORTAL_ERROR_BUSY },
  { "offset-mismatch", HS_PORTAL_ERROR_OFFSET },
  { "request-outstanding", HS_PORTAL_ERROR_BUSY },
  { "upload-gone", HS_PORTAL_ERROR_GONE },
  { "upload-locked", HS_PORTAL_ERROR_BUSY },
};

static HsPortalError
map_server_error (guint status, HsProblemFlags flags)
{
  /* 503 says the request was not taken up; any other leaves open whether it was carried out. */
  if ((flags & HS_PROBLEM_ACTS) && status != 503)
    return HS_PORTAL_ERROR_AMBIGUOUS;
  return HS_PORTAL_ERROR_BUSY;
}

static HsPortalError
map_status (guint status, gboolean is_html, HsProblemFlags flags)
{
  /* A page for people where the contract has none: the network between, not the portal. */
  if (is_html && (status == 403 || status == 407 || status == 451))
    return HS_PORTAL_ERROR_CAPTIVE;
  switch (status)
    {
    case 401:
      return HS_PORTAL_ERROR_SIGN_IN;
    case 400:
      return flags & HS_PROBLEM_OAUTH ? HS_PORTAL_ERROR_SIGN_IN : HS_PORTAL_ERROR_REFUSED;
    case 403:
      return flags & HS_PROBLEM_OAUTH ? HS_PORTAL_ERROR_SIGN_IN : HS_PORTAL_ERROR_FORBIDDEN;
    case 404:
      return flags & HS_PROBLEM_UPLOAD ? HS_PORTAL_ERROR_GONE : HS_PORTAL_ERROR_NOT_FOUND;
    case 408:
      return flags & HS_PROBLEM_ACTS ? HS_PORTAL_ERROR_AMBIGUOUS : HS_PORTAL_ERROR_BUSY;
    case 409:
      return flags & HS_PROBLEM_UPLOAD ? HS_PORTAL_ERROR_OFFSET : HS_PORTAL_ERROR_CONFLICT;
    case 410:
      return HS_PORTAL_ERROR_GONE;
    case 412:
      return flags & HS_PROBLEM_UPLOAD ? HS_PORTAL_ERROR_NONSENSE : HS_PORTAL_ERROR_CONFLICT;
    case 413:
      return HS_PORTAL_ERROR_TOO_LARGE;
    case 415:
    case 422:
      return HS_PORTAL_ERROR_INVALID;
    case 423:
    case 425:
    case 429:
      return HS_PORTAL_ERROR_BUSY;
    case 426:
      return HS_PORTAL_ERROR_TOO_OLD;
    case 428:
      return HS_PORTAL_ERROR_CONFLICT;
    case 460: /* tus checksum */
      return HS_PORTAL_ERROR_DIGEST;
    case 511:
      return HS_PORTAL_ERROR_CAPTIVE;
    default:
      if (status >= 500)
        return map_server_error (status, flags);
      return status < 400 ? HS_PORTAL_ERROR_CAPTIVE : HS_PORTAL_ERROR_REFUSED;
    }
}

static HsPortalError
refine (HsPortalError error, guint status, const char *code, HsProblemFlags flags)
{
  if (code == NULL || error == HS_PORTAL_ERROR_AMBIGUOUS)
    return error;
  /* On an upload the announced length or hash may be another: no HEAD mends that. */
  if (status == 409 && strcmp (code, "offset-mismatch") != 0)
    error = HS_PORTAL_ERROR_CONFLICT;
  for (guint i = 0; i < G_N_ELEMENTS (refined); i++)
    {
      if (strcmp (refined[i].code, code) == 0)
        return refined[i].error;
    }
  return error;
}

static gboolean
is_json_type (const char *media_type)
{
  return media_type != NULL &&
         (strcmp (media_type, "application/json") == 0 || g_str_has_suffix (media_type, "+json"));
}

static JsonNode *
read_problem (const char *media_type, GBytes *body)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  if (body == NULL || !is_json_type (media_type))
    return NULL;
  node = hs_json_parse_bytes (body, HS_JSON_DEFAULT, &error);
  if (node == NULL)
    {
      g_info ("A problem of the portal cannot be read: %s", error->message);
      return NULL;
    }
  return JSON_NODE_HOLDS_OBJECT (node) ? g_steal_pointer (&node) : NULL;
}

/* One line, without control characters, of bounded length; NULL when nothing is left. */
static char *
clean_words (const char *text)
{
  g_autoptr (GString) words = g_string_new (NULL);
  guint n = 0;

  for (; text != NULL && *text != '\0' && n < MAX_WORDS; text = g_utf8_next_char (text), n++)
    {
      gunichar c = g_utf8_get_char (text);

      if (c == '\n' || c == '\t' || c == '\r')
        g_string_append_c (words, ' ');
      else if (g_unichar_isprint (c))
        g_string_append_unichar (words, c);
    }
  if (hs_text_is_blank (words->str))
    return NULL;
  return g_strdup (g_strstrip (words->str));
}

static char *
choose_words (JsonObject *problem, guint status)
{
  char *words = NULL;

  if (problem != NULL)
    {
      words = clean_words (hs_json_string (problem, "detail", NULL));
      if (words == NULL)
        words = clean_words (hs_json_string (problem, "error_description", NULL));
      if (words == NULL)
        words = clean_words (hs_json_string (problem, "title", NULL));
    }
  return words != NULL ? words : g_strdup_printf ("The portal answered with status %u", status);
}

/* "words (/attachments/0: too large)", for the first place named. */
static char *
add_place (char *words, JsonObject *problem, char **pointer)
{
  JsonArray *errors = problem != NULL ? hs_json_array (problem, "errors") : NULL;
  JsonNode *first;
  g_autofree char *where = NULL, *detail = NULL, *old = words;

  if (errors == NULL || json_array_get_length (errors) == 0)
    return g_steal_pointer (&old);
  first = json_array_get_element (errors, 0);
  if (!JSON_NODE_HOLDS_OBJECT (first))
    return g_steal_pointer (&old);
  where = clean_words (hs_json_string (json_node_get_object (first), "pointer", NULL));
  detail = clean_words (hs_json_string (json_node_get_object (first), "detail", NULL));
  if (where == NULL || *where != '/')
    return g_steal_pointer (&old);
  *pointer = g_steal_pointer (&where);
  return detail != NULL ? g_strdup_printf ("%s (%s: %s)", old, *pointer, detail)
                        : g_strdup_printf ("%s (%s)", old, *pointer);
}

GError *
hs_problem_to_error (guint status, const char *media_type, GBytes *body, guint retry_after,
                     HsProblemFlags flags)
{
  g_autoptr (JsonNode) node = read_problem (media_type, body);
  JsonObject *problem = node != NULL ? json_node_get_object (node) : NULL;
  const char *code = NULL;
  g_autofree char *words = NULL, *pointer = NULL;
  HsPortalError error;

  if (problem != NULL)
    code = hs_json_string (problem, flags & HS_PROBLEM_OAUTH ? "error" : "code", NULL);
  if (code != NULL && !hs_url_is_token (code, 100))
    code = NULL;
  error = map_status (status, g_strcmp0 (media_type, "text/html") == 0, flags);
  error = refine (error, status, code, flags);
  words = add_place (choose_words (problem, status), problem, &pointer);
  return hs_portal_error_new_said (error, code, pointer, retry_after, words);
}
