/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The residents of the demo portal: invented people, so that a sign-in needs no password. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-resident.h"

#include <string.h>

const HsDemoResident hs_demo_residents[] = {
  { "lan", "Nguyễn Thị Hương Lan", "001192000001", "1992-03-14",
    "Số 12 ngõ 34 phố Hoàng Hoa Thám, Phường Ba Đình, Thành phố Hà Nội", "0912000001",
    "lan@example.vn" },
  { "minh", "Trần Quang Minh", "079088000002", "1988-11-02",
    "45 đường Lê Lợi, Phường Bến Thành, Thành phố Hồ Chí Minh", "0912000002", "minh@example.vn" },
  { "hoa", "H'Hoa Niê", "066195000003", "1995-07-30",
    "Buôn Akô Dhông, Phường Tân Lập, Tỉnh Đắk Lắk", "0912000003", "hoa@example.vn" },
};
const guint hs_demo_n_residents = G_N_ELEMENTS (hs_demo_residents);

const HsDemoResident *
hs_demo_resident_find (const char *sub)
{
  for (guint i = 0; sub != NULL && i < hs_demo_n_residents; i++)
    if (strcmp (hs_demo_residents[i].sub, sub) == 0)
      return &hs_demo_residents[i];
  return NULL;
}

char *
hs_demo_resident_dup_masked_id (const HsDemoResident *self)
{
  return g_strdup_printf ("•••••••••%s", self->id_number + 9);
}
