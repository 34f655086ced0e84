/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathers what stands on an office's slip: from the dossier's rows, the catalogue and the announcement. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-slip.h"

#include "hs-demo-services.h"

#include "base/hs-money.h"

#include <string.h>

static const char *
copy_kind_text (const char *kind)
{
  static const char *const texts[][2] = { { "original", "Bản điện tử" },
                                          { "scan", "Bản chụp" },
                                          { "certified", "Bản chứng thực" },
                                          { "plain", "Bản chụp" } };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (kind, texts[i][0]) == 0)
      return texts[i][1];
  return kind;
}

static char **
make_row (HsDemo *demo, const HsDemoDossier *dossier, const HsDemoAttachment *item)
{
  char **cells = g_new0 (char *, 5);

  cells[0] = g_strdup ("");
  cells[1] = hs_demo_evidence_dup_name (demo, dossier->service, item->evidence, item->name);
  cells[2] = g_strdup ("01");
  cells[3] = g_strdup (copy_kind_text (item->copy_kind));
  return cells;
}

/* All rounds; what a later one brings anew stands for the earlier. The data file of the form is no
 * paper: it does not stand on the slip. */
static GPtrArray *
list_papers (HsDemo *demo, const HsDemoDossier *dossier)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gint64 round = dossier->round; round >= 0; round--)
    {
      g_autoptr (GPtrArray) list = hs_demo_attachment_list (demo, dossier->id, round);
      g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
      guint at = 0;

      for (guint i = 0; i < list->len; i++)
        {
          const HsDemoAttachment *item = g_ptr_array_index (list, i);

          if (strcmp (item->evidence, "answers") == 0 ||
              g_hash_table_contains (seen, item->evidence))
            continue;
          g_ptr_array_insert (rows, at++, make_row (demo, dossier, item));
          g_ptr_array_add (names, g_strdup (item->evidence));
        }
      /* several files of one paper in the same round all stand */
      for (guint i = 0; i < names->len; i++)
        g_hash_table_add (seen, g_strdup (g_ptr_array_index (names, i)));
    }
  for (guint i = 0; i < rows->len; i++)
    {
      char **cells = g_ptr_array_index (rows, i);

      g_free (cells[0]);
      cells[0] = g_strdup_printf ("%u", i + 1);
    }
  return rows;
}

static char *
dup_delivery (HsDemo *demo, const HsDemoDossier *dossier, const char *authority)
{
  g_autofree char *text =
    hs_demo_db_text (demo->db, "SELECT announcement FROM round WHERE dossier = ? AND n = ?", "si",
                     dossier->id, dossier->round);
  g_autoptr (JsonObject) announcement = hs_demo_object_read (text);
  JsonObject *delivery = announcement == NULL ? NULL : hs_json_object (announcement, "delivery");
  const char *mode = delivery == NULL ? "" : hs_json_string (delivery, "mode", "");
  const char *address = delivery == NULL ? NULL : hs_json_string (delivery, "address", NULL);

  if (strcmp (mode, "post") == 0)
    return g_strdup_printf ("Địa chỉ qua bưu chính công ích%s%s", address == NULL ? "" : ": ",
                            address == NULL ? "" : address);
  if (strcmp (mode, "electronic") == 0)
    return g_strdup ("Tài khoản của công dân trên cổng (bản điện tử)");
  return g_strdup_printf ("Trung tâm Phục vụ hành chính công, %s", authority);
}

static char *
dup_fee (gint64 fee)
{
  if (fee < 0)
    return g_strdup ("Theo quy định của Hội đồng nhân dân cấp tỉnh");
  if (fee == 0)
    return g_strdup ("Không thu");
  return hs_money_to_text (fee);
}

HsDemoSlipFacts *
hs_demo_slip_facts_new (HsDemo *demo, const HsDemoDossier *dossier, const char *reason)
{
  HsDemoSlipFacts *self = g_new0 (HsDemoSlipFacts, 1);
  g_autoptr (HsDemoService) service = hs_demo_service_find (demo, dossier->service);
  HsUnit *unit = hs_units_find (demo->units, dossier->authority);
  const char *dash = dossier->reference == NULL ? NULL : strrchr (dossier->reference, '-');

  self->dossier = dossier;
  self->resident = hs_demo_resident_find (dossier->owner);
  self->authority = hs_demo_authority_dup_name (demo, dossier->authority);
  if (self->authority == NULL)
    self->authority = g_strdup ("Ủy ban nhân dân");
  self->place = g_strdup (unit == NULL ? "" : hs_unit_get_full_name (unit));
  self->service = g_strdup (service == NULL ? dossier->service : service->title);
  self->duration =
    service == NULL ? g_strdup ("theo quy định") : hs_demo_service_dup_time (service);
  self->fee = dup_fee (service == NULL ? -1 : service->fee);
  self->delivery = dup_delivery (demo, dossier, self->authority);
  self->reason = g_strdup (reason);
  self->papers = list_papers (demo, dossier);
  self->now_us = hs_demo_now (demo);
  self->serial = dash == NULL ? 0 : g_ascii_strtoll (dash + 1, NULL, 10);
  return self;
}

void
hs_demo_slip_facts_free (HsDemoSlipFacts *self)
{
  g_free (self->authority);
  g_free (self->place);
  g_free (self->service);
  g_free (self->duration);
  g_free (self->fee);
  g_free (self->delivery);
  g_free (self->reason);
  g_ptr_array_unref (self->papers);
  g_free (self);
}
