/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paying what the office asks for (status 6). The page is the bank's stand-in; only GET /payments/{p}
 * proves that it was paid. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-dossier.h"
#include "hs-demo-handlers.h"
#include "hs-demo-html.h"

#include "base/hs-money.h"

#include <string.h>

typedef struct
{
  char *id;
  char *dossier;
  char *owner;
  char *status; /* "requested", "created", "success" */
  gint64 amount, expires_us, back_to;
} Payment;

static void
payment_free (Payment *self)
{
  g_free (self->id);
  g_free (self->dossier);
  g_free (self->owner);
  g_free (self->status);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Payment, payment_free)

/* where: condition over p with one text parameter. */
static Payment *
find_payment (HsDemo *demo, const char *where, const char *value)
{
  g_autofree char *sql =
    g_strconcat ("SELECT p.id, p.dossier, d.owner, p.status, p.amount,"
                 " p.expires_us, p.back_to FROM payment p JOIN dossier d ON d.id ="
                 " p.dossier WHERE ",
                 where, NULL);
  g_autoptr (sqlite3_stmt) row = hs_demo_db_query (demo->db, sql, "s", value);
  Payment *self;

  if (!hs_demo_db_next (demo->db, &row))
    return NULL;
  self = g_new0 (Payment, 1);
  self->id = g_strdup (hs_demo_column (row, 0));
  self->dossier = g_strdup (hs_demo_column (row, 1));
  self->owner = g_strdup (hs_demo_column (row, 2));
  self->status = g_strdup (hs_demo_column (row, 3));
  self->amount = sqlite3_column_int64 (row, 4);
  self->expires_us = sqlite3_column_int64 (row, 5);
  self->back_to = sqlite3_column_int64 (row, 6);
  return self;
}

static void
reply_payment (HsDemoRequest *request, guint status, const Payment *payment)
{
  gboolean finished = strcmp (payment->status, "success") == 0;
  g_autofree char *url = finished ? NULL : hs_demo_request_url (request, "/pay/%s", payment->id);

  hs_demo_reply_object (
    request, status,
    hs_demo_object (
      "s:paymentId", payment->id, "s:dossierId", payment->dossier, "i:amount", payment->amount,
      "s:currency", "VND", "S:nextUrl", url, "t:expiresAt", payment->expires_us, "o:state",
      hs_demo_object ("s:status", finished ? "success" : "created", "b:finished", finished, NULL),
      NULL));
}

static void
start_payment (HsDemoRequest *request, const Payment *payment)
{
  gboolean known = strcmp (payment->status, "requested") != 0;

  if (!known)
    hs_demo_db_run (request->demo->db, "UPDATE payment SET status = 'created' WHERE id = ?", "s",
                    payment->id);
  if (!request->demo->db->failed)
    reply_payment (request, known ? SOUP_STATUS_OK : SOUP_STATUS_CREATED, payment);
}

void
hs_demo_payment_create (HsDemoRequest *request)
{
  g_autoptr (HsDemoDossier) dossier = hs_demo_dossier_of_request (request);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (Payment) payment = NULL;
  JsonObject *body;

  if (dossier == NULL)
    return;
  node = hs_demo_request_json (request);
  if (node == NULL)
    return;
  body = json_node_get_object (node);
  payment = find_payment (request->demo, "p.request = ?", hs_json_string (body, "requestId", ""));
  if (payment == NULL || strcmp (payment->dossier, dossier->id) != 0)
    hs_demo_problem (request, "nothing-to-pay", "/requestId", "Cơ quan không yêu cầu khoản này.");
  else if (payment->amount != hs_json_int (body, "amount", -1))
    hs_demo_problem (request, "amount-changed", "/amount",
                     "Số tiền phải nộp là %" G_GINT64_FORMAT " đồng.", payment->amount);
  else if (strcmp (payment->status, "success") != 0 && dossier->status != HS_DEMO_STATUS_PAYMENT)
    hs_demo_problem (request, "nothing-to-pay", NULL, "Khoản này không còn phải nộp.");
  else
    start_payment (request, payment);
}

void
hs_demo_payment_get (HsDemoRequest *request)
{
  g_autoptr (Payment) payment = find_payment (request->demo, "p.id = ?", request->parts[2]);

  if (payment == NULL)
    hs_demo_problem (request, "not-found", NULL, "Không có khoản này.");
  else if (strcmp (payment->owner, request->resident->sub) != 0)
    hs_demo_problem (request, "not-owner", NULL, "Khoản này của người khác.");
  else
    reply_payment (request, SOUP_STATUS_OK, payment);
}

void
hs_demo_payment_page (HsDemoRequest *request)
{
  g_autoptr (Payment) payment = find_payment (request->demo, "p.id = ?", request->parts[1]);
  g_autofree char *money = NULL;
  GString *page;

  if (payment == NULL)
    {
      hs_demo_problem (request, "not-found", NULL, "Không có khoản này.");
      return;
    }
  money = hs_money_to_text (payment->amount);
  page = g_string_new (NULL);
  if (strcmp (payment->status, "success") == 0)
    hs_demo_html (page, "<p>Đã nộp %s. Bạn có thể đóng trang này và trở lại Hồ Sơ.</p>", money);
  else
    {
      hs_demo_html (
        page,
        "<p>Số tiền: <b>%s</b></p><p class=\"note\">Trang này đóng vai ngân hàng. Không có "
        "tiền thật nào được chuyển.</p><form method=\"post\" action=\"/pay/%s\">",
        money, payment->id);
      hs_demo_html_csrf (page, request->demo);
      g_string_append (page, "<button>Nộp tiền (giả lập)</button></form>");
    }
  hs_demo_reply_page (request, SOUP_STATUS_OK, "Nộp phí, lệ phí", page);
}

static gboolean
settle (HsDemo *demo, const Payment *payment)
{
  g_autoptr (HsDemoDossier) dossier = NULL;
  g_autofree char *event = NULL;

  if (!hs_demo_db_begin (demo->db))
    return FALSE;
  dossier = hs_demo_dossier_find (demo, payment->dossier);
  hs_demo_db_run (demo->db, "UPDATE payment SET status = 'success' WHERE id = ?", "s", payment->id);
  if (dossier != NULL && dossier->status == HS_DEMO_STATUS_PAYMENT)
    {
      dossier->status = (HsDemoStatus) payment->back_to;
      hs_demo_dossier_update (demo, dossier);
      event = hs_demo_event_add (demo, dossier, hs_demo_status_event_type (dossier->status),
                                 "Cơ quan đã nhận khoản bạn nộp.",
                                 hs_demo_object ("s:paymentId", payment->id, NULL));
    }
  hs_demo_journal (demo, "paid", payment->dossier, 0, payment->id);
  return hs_demo_db_commit (demo->db);
}

void
hs_demo_payment_page_post (HsDemoRequest *request)
{
  g_autoptr (GHashTable) form = hs_demo_request_form (request);
  g_autoptr (Payment) payment = NULL;
  g_autofree char *location = NULL;

  if (form == NULL || !hs_demo_check_csrf (request, form))
    return;
  payment = find_payment (request->demo, "p.id = ?", request->parts[1]);
  if (payment == NULL)
    {
      hs_demo_problem (request, "not-found", NULL, "Không có khoản này.");
      return;
    }
  if (strcmp (payment->status, "success") != 0 && !settle (request->demo, payment))
    return;
  location = g_strdup_printf ("/pay/%s", payment->id);
  hs_demo_reply_redirect (request, location);
}
