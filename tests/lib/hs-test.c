/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every displayless test needs: a world it owns, waiting without sleeping, fixtures. */
#include "hs-test.h"
