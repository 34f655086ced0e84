/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sign-in provider: discovery, keys, the page where a demo resident is chosen (code with PKCE S256,
 * RFC 7636, on a loopback redirect, RFC 8252; issuer in the answer, RFC 9207). */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-handlers.h"
#include "hs-demo-html.h"
#include "hs-demo-sign-in.h"

#include <string.h>

static const char *const parameters[] = { "response_type",  "client_id",
                                          "redirect_uri",   "scope",
                                          "state",          "nonce",
                                          "code_challenge", "code_challenge_method" };

static JsonArray *
text_array (const char *first, ...)
{
  JsonArray *array = json_array_new ();
  va_list args;

  va_start (args, first);
  for (const char *text = first; text != NULL; text = va_arg (args, const char *))
    json_array_add_string_element (array, text);
  va_end (args);
  return array;
}

void
hs_demo_oidc_discovery (HsDemoRequest *request)
{
  g_autofree char *issuer = hs_demo_request_url (request, "%s", "");
  g_autofree char *authorize = g_strconcat (issuer, "/oauth2/authorize", NULL);
  g_autofree char *token = g_strconcat (issuer, "/oauth2/token", NULL);
  g_autofree char *device = g_strconcat (issuer, "/oauth2/device", NULL);
  g_autofree char *revoke = g_strconcat (issuer, "/oauth2/revoke", NULL);
  g_autofree char *userinfo = g_strconcat (issuer, "/oauth2/userinfo", NULL);
  g_autofree char *keys = g_strconcat (issuer, "/oauth2/jwks", NULL);

  hs_demo_reply_object (
    request, SOUP_STATUS_OK,
    hs_demo_object ("s:issuer", issuer, "s:authorization_endpoint", authorize, "s:token_endpoint",
                    token, "s:device_authorization_endpoint", device, "s:revocation_endpoint",
                    revoke, "s:userinfo_endpoint", userinfo, "s:jwks_uri", keys,
                    "a:scopes_supported", text_array ("openid", "profile", "offline_access", NULL),
                    "a:response_types_supported", text_array ("code", NULL),
                    "a:response_modes_supported", text_array ("query", NULL),
                    "a:grant_types_supported",
                    text_array ("authorization_code", "refresh_token", HS_DEMO_DEVICE_GRANT, NULL),
                    "a:subject_types_supported", text_array ("public", NULL),
                    "a:id_token_signing_alg_values_supported", text_array ("EdDSA", NULL),
                    "a:token_endpoint_auth_methods_supported", text_array ("none", NULL),
                    "a:code_challenge_methods_supported", text_array ("S256", NULL),
                    "b:authorization_response_iss_parameter_supported", TRUE, NULL));
}

void
hs_demo_oidc_keys (HsDemoRequest *request)
{
  const HsDemoKey *key = &request->demo->keys->sign_in;
  g_autofree char *x = hs_demo_base64url (key->public_key, sizeof key->public_key);
  JsonArray *keys = json_array_new ();

  json_array_add_object_element (keys, hs_demo_object ("s:kty", "OKP", "s:crv", "Ed25519", "s:x", x,
                                                       "s:kid", key->id, "s:use", "sig", "s:alg",
                                                       "EdDSA", NULL));
  hs_demo_reply_object (request, SOUP_STATUS_OK, hs_demo_object ("a:keys", keys, NULL));
}

/* http://127.0.0.1:PORT/… or http://[::1]:PORT/… (RFC 8252 §7.3), without fragment. */
static gboolean
is_loopback_redirect (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  const char *host = uri == NULL ? NULL : g_uri_get_host (uri);

  if (host == NULL || g_uri_get_fragment (uri) != NULL || g_uri_get_userinfo (uri) != NULL)
    return FALSE;
  return strcmp (g_uri_get_scheme (uri), "http") == 0 &&
         (strcmp (host, "127.0.0.1") == 0 || strcmp (host, "::1") == 0);
}

/* NULL when all is well, "" when nothing may be redirected, else the OAuth error code. */
static const char *
check_parameters (GHashTable *values)
{
  const char *challenge = hs_demo_form_value (values, "code_challenge");
  g_auto (GStrv) scopes = NULL;

  if (!hs_demo_is_client (hs_demo_form_value (values, "client_id")) ||
      !is_loopback_redirect (hs_demo_form_value (values, "redirect_uri")))
    return "";
  if (strcmp (hs_demo_form_value (values, "response_type"), "code") != 0)
    return "unsupported_response_type";
  if (strcmp (hs_demo_form_value (values, "code_challenge_method"), "S256") != 0 ||
      strlen (challenge) != 43)
    return "invalid_request";
  scopes = g_strsplit (hs_demo_form_value (values, "scope"), " ", -1);
  if (!g_strv_contains ((const char *const *) scopes, "openid"))
    return "invalid_scope";
  return NULL;
}

static void
redirect_back (HsDemoRequest *request, GHashTable *values, const char *name, const char *value)
{
  g_autofree char *issuer = hs_demo_request_url (request, "%s", "");
  const char *redirect = hs_demo_form_value (values, "redirect_uri");
  const char *state = hs_demo_form_value (values, "state");
  g_autoptr (GString) location = g_string_new (redirect);

  g_string_append_c (location, strchr (redirect, '?') == NULL ? '?' : '&');
  g_string_append_printf (location, "%s=", name);
  g_string_append_uri_escaped (location, value, NULL, FALSE);
  if (state[0] != '\0')
    {
      g_string_append (location, "&state=");
      g_string_append_uri_escaped (location, state, NULL, FALSE);
    }
  g_string_append (location, "&iss=");
  g_string_append_uri_escaped (location, issuer, NULL, FALSE);
  hs_demo_reply_redirect (request, location->str);
}

static gboolean
refuse_parameters (HsDemoRequest *request, GHashTable *values)
{
  const char *error = check_parameters (values);

  if (error == NULL)
    return FALSE;
  if (error[0] != '\0')
    redirect_back (request, values, "error", error);
  else
    hs_demo_reply_page (
      request, SOUP_STATUS_BAD_REQUEST, "Không đăng nhập được",
      g_string_new ("<p>Chương trình gọi trang này không được cổng biết, hoặc địa "
                    "chỉ trả về không nằm trên máy này.</p>"));
  return TRUE;
}

static void
grant_code (HsDemoRequest *request, GHashTable *values, const char *owner)
{
  const char *nonce = hs_demo_form_value (values, "nonce");
  g_autofree char *family = hs_demo_random_name (request->demo, 16);
  HsDemoSignIn row = { .family = family,
                       .owner = (char *) owner,
                       .client = (char *) hs_demo_form_value (values, "client_id"),
                       .scope = (char *) hs_demo_form_value (values, "scope"),
                       .redirect_uri = (char *) hs_demo_form_value (values, "redirect_uri"),
                       .challenge = (char *) hs_demo_form_value (values, "code_challenge"),
                       .nonce = nonce[0] == '\0' ? NULL : (char *) nonce };
  g_autofree char *code = hs_demo_sign_in_issue (request->demo, &row, "code", HS_DEMO_CODE_US);

  if (code != NULL)
    redirect_back (request, values, "code", code);
}

void
hs_demo_oidc_authorize (HsDemoRequest *request)
{
  HsDemo *demo = request->demo;
  GString *page;

  if (refuse_parameters (request, request->query))
    return;
  if (demo->auto_approve != NULL)
    {
      grant_code (request, request->query, demo->auto_approve);
      return;
    }
  page =
    g_string_new ("<p>Ứng dụng <b>Hồ Sơ</b> trên máy này muốn nộp và theo dõi hồ sơ thay bạn. "
                  "Chọn người đăng nhập:</p><form method=\"post\" action=\"/oauth2/authorize\">");
  hs_demo_html_csrf (page, demo);
  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    hs_demo_html (page, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", parameters[i],
                  hs_demo_request_query (request, parameters[i]));
  for (guint i = 0; i < hs_demo_n_residents; i++)
    {
      g_autofree char *masked = hs_demo_resident_dup_masked_id (&hs_demo_residents[i]);

      hs_demo_html (
        page,
        "<button class=\"who\" name=\"resident\" value=\"%s\"><b>%s</b><br>Số định danh "
        "%s</button>",
        hs_demo_residents[i].sub, hs_demo_residents[i].name, masked);
    }
  g_string_append (page, "<p><button class=\"plain\" name=\"resident\" value=\"\">Không đăng nhập"
                         "</button></p></form><p class=\"note\">Đây là cư dân tưởng tượng của cổng "
                         "trình diễn, nên không cần mật khẩu.</p>");
  hs_demo_reply_page (request, SOUP_STATUS_OK, "Đăng nhập", page);
}

void
hs_demo_oidc_authorize_post (HsDemoRequest *request)
{
  g_autoptr (GHashTable) form = hs_demo_request_form (request);
  const char *owner;

  if (form == NULL || !hs_demo_check_csrf (request, form) || refuse_parameters (request, form))
    return;
  owner = hs_demo_form_value (form, "resident");
  if (hs_demo_resident_find (owner) != NULL)
    grant_code (request, form, owner);
  else
    redirect_back (request, form, "error", "access_denied");
}
