import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { Access } from '@lianhu/services/platform';
import { Followers, type OrderInput } from './followers';

/** Operators see how views and reactors stand, and steer them. */
@Controller('api/followers')
export class FollowersController {
  constructor(private readonly followers: Followers) {}

  @Get()
  @Access('followers.list')
  async list(): Promise<object> {
    return { followers: await this.followers.list() };
  }

  @Get('parked')
  @Access('followers.parked')
  async parked(): Promise<object> {
    return { parked: await this.followers.parked() };
  }

  @Post(':follower/orders/:order')
  @Access('followers.order')
  @HttpCode(200)
  order(@Param('follower') follower: string, @Param('order') order: string, @Body() body: unknown): Promise<object> {
    return this.followers.order(follower, order, typeof body === 'object' && body !== null ? (body as OrderInput) : {});
  }
}
